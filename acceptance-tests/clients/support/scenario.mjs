import test from 'node:test';

/**
 * A story told in steps, each a test of its own. Later steps build on what earlier ones did, so the first failure ends the
 * story.
 *
 * @param tell gets `step(title, work)`, which returns what `work` returns
 */
export function scenario(title, tell) {
  test(title, { timeout: 600_000 }, async (context) => {
    await tell(async (stepTitle, work) => {
      let result;
      let failure;
      await context.test(stepTitle, async () => {
        try {
          result = await work();
        } catch (e) {
          failure = e;
          throw e;
        }
      });
      if (failure) {
        throw new Error(`the story ends at "${stepTitle}"`);
      }
      return result;
    });
  });
}
