import type { BrowserContext, Page } from '@playwright/test';

/** What a page says when the server is stopped or the network is gone: expected in tests that do just that. */
export const SERVER_AWAY: readonly RegExp[] = [
	/^console: Failed to load resource: net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INTERNET_DISCONNECTED|NETWORK_CHANGED|SOCKET_NOT_CONNECTED)/,
	/^console: WebSocket connection to '.*' failed/,
	// The service worker cannot be asked for a newer version now.
	/^console: .*An unknown error occurred when fetching the script/,
];

/** Watches every page and worker of a browser profile for what must never happen, and remembers it. */
export class Guard {
	#origin: string;
	#problems: string[] = [];
	#allowed: RegExp[] = [];

	constructor(context: BrowserContext, origin: string) {
		this.#origin = new URL(origin).origin;
		context.on('console', (message) => {
			// Violations of the content security policy show here and nowhere else.
			if (message.type() === 'error') this.#add(`console: ${message.text()} (${message.location().url})`);
		});
		context.on('weberror', (error) =>
			this.#add(`page error: ${error.error().stack ?? error.error().message}`),
		);
		context.on('request', (request) => this.#checkAddress(request.url()));
		context.on('page', (page) => this.#watchSockets(page));
		for (const page of context.pages()) this.#watchSockets(page);
	}

	/** Lets problems that match pass, from the test's beginning to its end; say why beside the call. */
	allow(...patterns: readonly RegExp[]): void {
		this.#allowed.push(...patterns);
	}

	/** What happened and was not allowed. */
	get problems(): readonly string[] {
		return this.#problems.filter((problem) => !this.#allowed.some((pattern) => pattern.test(problem)));
	}

	/** Throws when anything happened that was not allowed. */
	verify(who: string): void {
		const { problems } = this;
		if (problems.length === 0) return;
		throw new Error(`${who}'s browser reported what must never happen:\n- ${problems.join('\n- ')}`);
	}

	#watchSockets(page: Page): void {
		page.on('websocket', (socket) => this.#checkAddress(socket.url().replace(/^ws/, 'http')));
	}

	#checkAddress(address: string): void {
		const url = new URL(address);
		const local = ['blob:', 'data:', 'about:', 'chrome-extension:'].includes(url.protocol);
		if (!local && url.origin !== this.#origin) this.#add(`request left the origin: ${address}`);
	}

	#add(problem: string): void {
		this.#problems.push(problem);
	}
}
