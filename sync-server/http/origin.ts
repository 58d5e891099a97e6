/**
 * Whether a request comes from a page of this very site, or from no page at all. Programs send no Origin; they
 * are let through because nothing here works by cookies: without a token they get nowhere.
 */
export function isSameOrigin(origin: string | undefined, host: string | undefined): boolean {
	if (origin === undefined) return true;
	if (!host || !URL.canParse(origin)) return false;
	const { protocol, host: originHost } = new URL(origin);
	return (protocol === 'http:' || protocol === 'https:') && originHost === host.toLowerCase();
}
