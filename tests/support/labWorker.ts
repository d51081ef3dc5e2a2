/** A worker that tests share, as each one compiles its kernels anew. It lives as long as the page of the tests. */
import { connectLab } from '../../src/runtime/client';

/** Starts a worker. An error that it does not answer with fails the test that is running. */
export const connect = () =>
  connectLab((message) => {
    throw new Error(message);
  });

let shared: ReturnType<typeof connect> | undefined;

/** The lab in the worker of all tests, which has whatever experiment was loaded last. */
export function sharedLab() {
  shared ??= connect();
  return shared.lab;
}
