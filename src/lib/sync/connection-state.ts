/** The line to the server as a whole. Edits never wait for any of it. */
export type ConnectionState =
	/** Nothing to talk about: no joined document whose project has a token. */
	| { readonly kind: 'idle' }
	| { readonly kind: 'connecting'; readonly attempt: number }
	| { readonly kind: 'online' }
	/** `retryAt` in milliseconds since the Unix epoch. `restarting`: the server said that it goes, and comes back. */
	| {
			readonly kind: 'waiting';
			readonly retryAt: number;
			readonly reason: string;
			readonly restarting: boolean;
	  }
	/** The server will not have us as we are; see close-codes. `retry()` or a new token tries again. */
	| { readonly kind: 'refused'; readonly code: number; readonly message: string };
