/** Sockets as consoles and command lines use them. */
import assert from 'node:assert/strict';
import { WebSocket } from 'ws';
import { adminToken, url } from './platform.mjs';

const PATIENCE = 180_000;
const open = new Set();

/** Closes what a scenario left open, as it does when it fails: node would wait for the ends of these sockets. */
export function closeAll() {
  open.forEach((socket) => socket.terminate());
}

/** A socket and all frames that came, each held against the type that clients take it for. */
export class Socket {
  #socket;
  #waiting = () => {};
  #problems = [];
  frames = [];
  closed;

  /**
   * Opens a socket as a browser does (token in the subprotocol) or as a command line does (token in a header).
   *
   * @param check gets each frame, and returns what is wrong with it
   */
  constructor(path, query, { token = adminToken, browser = true, check = () => [] } = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const address = `${url.replace(/^http/, 'ws')}${path}?${new URLSearchParams(given)}`;
    this.#socket = browser
      ? new WebSocket(address, ['v1', `auth.bearer.${token}`])
      : new WebSocket(address, { headers: { Authorization: `Token ${token}` } });
    open.add(this.#socket);
    this.#socket.on('message', (data) => {
      const frame = JSON.parse(data.toString());
      this.#problems.push(...check(frame));
      this.frames.push(frame);
      this.#waiting();
    });
    this.#socket.on('close', (code) => {
      this.closed = code;
      open.delete(this.#socket);
      this.#waiting();
    });
    this.#socket.on('error', (error) => this.#problems.push(String(error)));
  }

  /** The subprotocol that the server chose. */
  get protocol() {
    return this.#socket.protocol;
  }

  /** The first frame, of all so far and those to come, for which `good` is true. */
  frame(what, good) {
    return this.#until(what, () => this.frames.find(good));
  }

  /** The code that the server closes the socket with. */
  end() {
    return this.#until('the end', () => this.closed);
  }

  async #until(what, find) {
    const timeout = AbortSignal.timeout(PATIENCE);
    for (;;) {
      assert.deepEqual(this.#problems, []);
      const found = find();
      if (found !== undefined) {
        return found;
      }
      assert.ok(
        this.closed === undefined && !timeout.aborted,
        `${what}: not ${this.closed ? `before the end (${this.closed})` : 'in time'}; last frame: ${JSON.stringify(this.frames.at(-1))}`,
      );
      await new Promise((resolve) => {
        this.#waiting = resolve;
        timeout.addEventListener('abort', resolve, { once: true });
      });
    }
  }

  close() {
    this.#socket.close();
  }
}
