import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';

type Send = (url: string, init: RequestInit) => Promise<Response>;

/** tus over the page's own way to the server, so that whatever holds for other requests holds for uploads too. */
export class FetchHttpStack implements HttpStack {
	#send: Send;

	/** `send` may add headers and a time-out. */
	constructor(send: Send) {
		this.#send = send;
	}

	getName(): string {
		return 'FetchHttpStack';
	}

	createRequest(method: string, url: string): HttpRequest {
		const headers = new Headers();
		const abort = new AbortController();
		return {
			getMethod: () => method,
			getURL: () => url,
			setHeader: (name, value) => headers.set(name, value),
			getHeader: (name) => headers.get(name) ?? undefined,
			// Fetch tells nothing of how far a body is: progress comes with each chunk that has arrived.
			setProgressHandler: () => {},
			send: async (body: Blob | null) => {
				const init = { method, headers, signal: abort.signal, ...(body && { body }) };
				return readResponse(await this.#send(url, init));
			},
			abort: async () => abort.abort(),
			getUnderlyingObject: () => null,
		};
	}
}

async function readResponse(response: Response): Promise<HttpResponse> {
	// Read to its end, so that the connection is free for the next request.
	const text = await response.text();
	return {
		getStatus: () => response.status,
		getHeader: (name) => response.headers.get(name) ?? undefined,
		getBody: () => text,
		getUnderlyingObject: () => response,
	};
}
