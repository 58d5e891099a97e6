import * as openid from 'openid-client';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { describeCause } from '../../ops/log.ts';
import type { Call } from '../module.ts';
import type { ProviderOptions } from './account-options.ts';

const TIMEOUT_SECONDS = 10;

const NO_PROVIDER: ProtocolError = { code: 'not-found', message: 'This server knows no such provider' };
const AWAY: ProtocolError = {
	code: 'unavailable',
	message: 'The provider cannot be reached just now. Try again, or sign in another way',
	retryAfter: 30,
};

type KnownProvider = { readonly options: ProviderOptions; readonly configuration: openid.Configuration };

/** The providers of the configuration, with what each says of itself: asked once, when the first person goes there. */
export class KnownProviders {
	readonly #options: readonly ProviderOptions[];
	readonly #discovered = new Map<string, Promise<openid.Configuration>>();

	constructor(options: readonly ProviderOptions[]) {
		this.#options = options;
	}

	get list(): readonly { provider: string; name: string }[] {
		return this.#options.map(({ id, name }) => ({ provider: id, name }));
	}

	async find(id: string, call: Call): Promise<Result<KnownProvider, ProtocolError>> {
		const options = this.#options.find((one) => one.id === id);
		if (!options) return err(NO_PROVIDER);
		const discovered = this.#discovered.get(id) ?? discover(options);
		this.#discovered.set(id, discovered);
		try {
			return ok({ options, configuration: await discovered });
		} catch (cause) {
			// The next one asks again.
			this.#discovered.delete(id);
			call.log.warn('A sign-in provider cannot be reached', { provider: id, cause: describeCause(cause) });
			return err(AWAY);
		}
	}
}

function discover({ issuer, clientId, clientSecret }: ProviderOptions): Promise<openid.Configuration> {
	const address = new URL(issuer);
	const authentication = clientSecret === undefined ? openid.None() : openid.ClientSecretBasic(clientSecret);
	return openid.discovery(address, clientId, {}, authentication, {
		timeout: TIMEOUT_SECONDS,
		// Only ever this very machine: the settings take no other address without TLS.
		...(address.protocol === 'http:' && { execute: [openid.allowInsecureRequests] }),
	});
}
