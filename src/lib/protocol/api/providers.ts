import * as v from 'valibot';
import { DeviceLabel, DisplayName, Handle, SignedIn, Time } from './account-fields.ts';
import { endpoint } from './endpoint.ts';

const Provider = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/, 'must be the id of a provider'));

export const listProviders = endpoint({
	method: 'GET',
	path: '/sign-in-providers',
	needs: 'anybody',
	summary: 'The OpenID Connect providers one can sign in with',
	answer: v.object({ providers: v.array(v.object({ provider: Provider, name: v.string() })) }),
});

export const startProvider = endpoint({
	method: 'POST',
	path: '/sessions/provider/:provider',
	needs: 'anybody',
	summary: 'Begins signing in with a provider; the browser goes to `url` and comes back to /account/provider',
	params: v.strictObject({ provider: Provider }),
	answer: v.object({ url: v.string() }),
	rate: 'sign-in',
	repeatable: true,
});

export const startLink = endpoint({
	method: 'POST',
	path: '/users/me/identities/:provider',
	needs: 'account',
	summary: 'Begins linking a provider to one’s account; goes on as signing in does',
	params: v.strictObject({ provider: Provider }),
	answer: v.object({ url: v.string() }),
	repeatable: true,
});

export const startProof = endpoint({
	method: 'POST',
	path: '/users/me/proof/provider/:provider',
	needs: 'account',
	summary: 'Begins proving again who is there with a linked provider; goes on as signing in does',
	params: v.strictObject({ provider: Provider }),
	answer: v.object({ url: v.string() }),
	rate: 'sign-in',
	repeatable: true,
});

const ProviderEnd = v.variant('outcome', [
	v.object({ outcome: v.literal('signed-in'), session: SignedIn }),
	v.object({ outcome: v.literal('linked') }),
	v.object({ outcome: v.literal('proved'), until: Time }),
	/** Nobody here has this identity yet: `signUpByProvider` makes them an account with the ticket. */
	v.object({
		outcome: v.literal('new'),
		ticket: v.string(),
		suggestedName: v.string(),
		suggestedHandle: v.string(),
	}),
]);

export const finishProvider = endpoint({
	method: 'POST',
	path: '/sessions/provider/:provider/finish',
	needs: 'anybody',
	summary: 'Ends what was begun with a provider, with the query it sent the browser back with',
	params: v.strictObject({ provider: Provider }),
	body: v.strictObject({
		query: v.pipe(v.string(), v.maxLength(8192)),
		device: DeviceLabel,
	}),
	answer: ProviderEnd,
	rate: 'sign-in',
	repeatable: true,
});

export const signUpByProvider = endpoint({
	method: 'POST',
	path: '/accounts/provider',
	needs: 'anybody',
	summary: 'Makes an account for who just came from a provider',
	body: v.strictObject({
		ticket: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'is no ticket')),
		handle: Handle,
		displayName: DisplayName,
		device: DeviceLabel,
	}),
	answer: SignedIn,
	status: 201,
	rate: 'sign-in',
	repeatable: true,
});
