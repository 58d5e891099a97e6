import * as v from 'valibot';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** TLS, or this very machine: there is nobody in between. */
export function isSafeIssuer(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname, username, hash, search } = new URL(text);
	if (username || hash || search) return false;
	return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}

const ProviderOptions = v.strictObject({
	/** In addresses and records: never another provider's later. */
	id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/, 'must be 1 to 32 of a to z, digits and "-"')),
	/** On the button. */
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	issuer: v.pipe(
		v.string(),
		v.check(isSafeIssuer, 'must be an https address, as the provider writes its issuer'),
	),
	clientId: v.pipe(v.string(), v.minLength(1)),
	/** Missing for a public client, which PKCE alone protects. */
	clientSecret: v.optional(v.pipe(v.string(), v.minLength(1))),
	scope: v.optional(v.pipe(v.string(), v.regex(/(^| )openid( |$)/, 'must name "openid"')), 'openid profile'),
});
export type ProviderOptions = v.InferOutput<typeof ProviderOptions>;

/** What the configuration may say of the module `accounts`. */
export const AccountSettings = v.strictObject({
	/** The handle of an account that becomes SuperAdmin at the start, while nobody is. */
	firstAdmin: v.optional(v.string(), ''),
	/** Where people can sign in besides: see docs/oidc.md. */
	providers: v.optional(
		v.pipe(
			v.array(ProviderOptions),
			v.check(
				(all) => new Set(all.map(({ id }) => id)).size === all.length,
				'must each have an id of their own',
			),
		),
		[],
	),
});
