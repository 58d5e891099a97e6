/** Whether a page of this origin may change something or connect here. `host` is the request's own. */
export type OriginCheck = (origin: string | undefined, host: string | undefined) => boolean;

/**
 * Lets in pages of this very host and of the origins named. Who sends no Origin is no page of today's browsers, and
 * comes in with `programs` only; "null" is a page that hides where it is from.
 */
export function createOriginCheck({
	allowed = [],
	programs = false,
}: {
	allowed?: readonly string[];
	programs?: boolean;
} = {}): OriginCheck {
	const listed = new Set(allowed);
	return (origin, host) => {
		if (origin === undefined) return programs;
		// Whole and as browsers write it: "https://studio.example.evil" or a path behind it is another origin.
		return isOrigin(origin) && (listed.has(origin) || new URL(origin).host === host?.toLowerCase());
	};
}

/** Whether this is an origin of the web exactly as browsers send it: scheme, host and, unless usual, port. */
export function isOrigin(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, origin } = new URL(text);
	return (protocol === 'http:' || protocol === 'https:') && origin === text;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** The address to show to people. */
export function formatOrigin(host: string, port: number): string {
	if (LOOPBACK.has(host)) return `http://localhost:${port}`;
	return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
