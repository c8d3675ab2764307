import { noConnection } from './problem';

const READERS = ['arrayBuffer', 'blob', 'json', 'text'] as const;

/**
 * `fetch`, told as the problem `network` where no answer comes, or one that breaks off while it is read. Nothing else is: a `TypeError`
 * from anywhere but the network is our own fault. Everything that this app asks for over HTTP goes through here.
 */
export async function reach(request: Request | string, init?: RequestInit): Promise<Response> {
  const response = await overNetwork(fetch(request, init));
  for (const reader of READERS) {
    const read = response[reader].bind(response);
    Object.defineProperty(response, reader, { value: () => overNetwork<unknown>(read()) });
  }
  return response;
}

/** Waits for something that only the network can fail, such as the next piece of a body. Giving up (`AbortError`) stays what it is. */
export async function overNetwork<T>(coming: Promise<T>): Promise<T> {
  try {
    return await coming;
  } catch (error) {
    // The Fetch standard has a "network error" thrown as this, in all of its methods.
    throw error instanceof TypeError ? noConnection() : error;
  }
}
