import { describe, expect, test } from 'vitest';
import { ok } from '../base/result.ts';
import { nameOf, type Endpoint } from '../protocol/api/endpoint.ts';
import type { CallOptions } from '../sync/api-client.ts';
import { AccountMethods } from './account-methods.ts';

/** Somebody else signs in in another tab while the browser asks for a passkey. */
function setup() {
	const session = { account: 'ada' };
	const called: (string | undefined)[] = [];
	const api = {
		call: async (endpoint: Endpoint, _request: unknown, options: CallOptions = {}) => {
			if (endpoint.needs !== 'anybody')
				called.push(options.account ?? `${nameOf(endpoint)} as whoever it is`);
			return ok({ options: {} });
		},
	};
	const asked = async () => {
		session.account = 'grace';
		return ok({});
	};
	const parts = {
		...{ session, api, device: 'A browser' },
		prompts: { offered: true, create: asked, answer: asked, stop: () => {} },
	} as unknown as ConstructorParameters<typeof AccountMethods>[0];
	return { methods: new AccountMethods(parts), called };
}

describe('[R84] what somebody does with their ways in', () => {
	test('is done as them, whoever signs in meanwhile: a passkey', async () => {
		const { methods, called } = setup();
		await methods.addPasskey('Mine');
		expect(called).toEqual(['ada', 'ada']);
	});

	test('is done as them, whoever signs in meanwhile: a proof', async () => {
		const { methods, called } = setup();
		await methods.proveByPasskey();
		expect(called).toEqual(['ada']);
	});
});
