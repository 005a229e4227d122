import assert from 'node:assert/strict';
import test from 'node:test';
import { Shapes } from './shapes.mjs';

const DEFINITIONS = `
export interface Box {
    /** How it is called */
    'name': string;
    'size'?: number;
    'color': Color;
    'lid': Lid | null;
    'inside': Array<Box>;
    'labels'?: {
        [key: string]: string;
    };
}
export interface Lid {
    'tight': boolean;
}
export interface Chest extends Box {
    'kind': Wood | Iron;
}
export type Wood = 'oak';
export type Iron = 'cast' | 'wrought';
export type Both = Lid & Named;
export interface Named {
    'name': string;
}
export declare const Color: {
    readonly RED: "red";
    readonly BLUE: "blue";
};
export type Color = typeof Color[keyof typeof Color];
export declare class BoxesApi extends BaseAPI {
    getBox(id: string, options?: RawAxiosRequestConfig): Promise<import("axios").AxiosResponse<Box, any, {}>>;
}
`;
const shapes = new Shapes(DEFINITIONS);
const box = { name: 'a', color: 'red', lid: null, inside: [] };

test('takes what is declared, and members that are not', () => {
  const full = { ...box, size: 1, lid: { tight: true }, inside: [box], labels: { a: 'b' }, more: true };
  assert.deepEqual(shapes.problems('Box', full), []);
  assert.deepEqual(shapes.problems('Box', { ...box, size: null }), []);
  assert.deepEqual(shapes.problems('Both', { tight: true, name: 'b' }), []);
  assert.deepEqual(shapes.problems('Chest', { ...box, kind: 'cast' }), []);
});

test('finds what is missing, of another type, or of no known value, wherever it is', () => {
  assert.deepEqual(shapes.problems('Box', { ...box, name: undefined }), ['Box.name: is missing']);
  assert.deepEqual(shapes.problems('Box', { ...box, name: null }), ['Box.name: null is no string']);
  assert.deepEqual(shapes.problems('Box', { ...box, size: '1' }), ['Box.size: "1" is no number']);
  assert.deepEqual(shapes.problems('Box', { ...box, color: 'pink' }), ['Box.color: "pink" is none of red, blue']);
  assert.deepEqual(shapes.problems('Box', { ...box, inside: [{ ...box, inside: {} }] }), [
    'Box.inside[0].inside: {} is no array',
  ]);
  assert.deepEqual(shapes.problems('Box', { ...box, lid: {} }), ['Box.lid.tight: is missing']);
  assert.deepEqual(shapes.problems('Box', { ...box, labels: { a: 1 } }), ['Box.labels.a: 1 is no string']);
  assert.deepEqual(shapes.problems('Box[]', [null]), ['Box[][0]: null is no object']);
  assert.deepEqual(shapes.problems('Both', { tight: true }), ['Both.name: is missing']);
  assert.deepEqual(shapes.problems('Chest', { kind: 'oak' }), [
    'Chest.name: is missing',
    'Chest.color: is missing',
    'Chest.lid: is missing',
    'Chest.inside: is missing',
  ]);
});

test('knows what operations answer', () => {
  assert.equal(shapes.answerOf('getBox'), 'Box');
  assert.equal(shapes.answerOf('getLid'), undefined);
  assert.throws(() => shapes.problems('Basket', {}), /Basket/);
});

test('reads the packages that the scenarios use', () => {
  const rest = Shapes.ofPackage('qovery-typescript-axios');
  assert.equal(rest.answerOf('getEnvironmentStatus'), 'EnvironmentStatus');
  assert.ok(rest.problems('EnvironmentStatus', { id: 'x', state: 'NONE' }).length >= 2);
  assert.ok(Shapes.ofPackage('qovery-ws-typescript-axios').problems('ServiceStatusDto', {}).length > 0);
});
