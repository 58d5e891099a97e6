import { ok } from '#lib/base/result.ts';
import {
	finishProvider,
	listProviders,
	signUpByProvider,
	startLink,
	startProof,
	startProvider,
} from '#lib/protocol/api/providers.ts';
import { implement, type Route } from '../module.ts';
import type { ProviderOptions } from './account-options.ts';
import { whoOf, type AccountParts } from './account-parts.ts';
import type { Entrance } from './entrance.ts';
import { Providers } from './providers.ts';

/** Being let in by another site's word. */
export function providerRoutes(
	parts: AccountParts,
	entrance: Entrance,
	options: readonly ProviderOptions[],
): readonly Route[] {
	const providers = new Providers(parts, entrance, options);
	return [
		implement(listProviders, async () => ok({ providers: [...providers.list] })),
		implement(startProvider, ({ params: { provider } }, call) => providers.start(provider, 'sign-in', call)),
		implement(startProof, ({ params: { provider } }, call) => providers.start(provider, 'prove', call)),
		implement(startLink, async ({ params: { provider } }, call) => {
			const who = whoOf(call.who);
			const proof = parts.sessions.checkProof(who, call.now);
			return proof.ok ? providers.start(provider, 'link', call) : proof;
		}),
		implement(finishProvider, ({ params: { provider }, body }, call) =>
			providers.finish(provider, body, call),
		),
		implement(signUpByProvider, ({ body }, call) => providers.signUp(body, call)),
	];
}
