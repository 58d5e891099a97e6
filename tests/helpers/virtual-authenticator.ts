import type { CDPSession, Page } from '@playwright/test';

/** A device with a lock and room for passkeys, which Chromium makes up and every page of this tab sees. */
export class VirtualAuthenticator {
	readonly #session: CDPSession;
	readonly #id: string;

	private constructor(session: CDPSession, id: string) {
		this.#session = session;
		this.#id = id;
	}

	static async plugIn(page: Page): Promise<VirtualAuthenticator> {
		const session = await page.context().newCDPSession(page);
		await session.send('WebAuthn.enable');
		const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
			options: {
				protocol: 'ctap2',
				transport: 'internal',
				hasResidentKey: true,
				hasUserVerification: true,
				isUserVerified: true,
				// Nobody touches it by itself: what the page offers in passing must not let anybody in.
				automaticPresenceSimulation: false,
			},
		});
		return new VirtualAuthenticator(session, authenticatorId);
	}

	/** The person puts a finger on it while `act` goes on; `right`: one that it knows. */
	async touch(act: () => Promise<void>, right = true): Promise<void> {
		const authenticatorId = this.#id;
		await this.#session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: right });
		await this.#simulate(true);
		await act();
		await this.#simulate(false);
	}

	async countKeys(): Promise<number> {
		const { credentials } = await this.#session.send('WebAuthn.getCredentials', {
			authenticatorId: this.#id,
		});
		return credentials.length;
	}

	async #simulate(enabled: boolean): Promise<void> {
		await this.#session.send('WebAuthn.setAutomaticPresenceSimulation', {
			authenticatorId: this.#id,
			enabled,
		});
	}
}
