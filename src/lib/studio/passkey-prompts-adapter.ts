import type {
	PublicKeyCredentialCreationOptionsJSON,
	PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { err, ok, type Result } from '../base/result.ts';
import type { WebAuthnResponse } from '../protocol/api/passkeys.ts';

/** Why the browser gave no passkey's answer. */
export type PasskeyProblem = {
	readonly code:
		| 'passkey-unsupported'
		/** Turned down, or not answered in time: browsers do not tell one from the other. */
		| 'passkey-cancelled'
		| 'passkey-known'
		/** The device has no lock that could be asked for. */
		| 'passkey-unlocked'
		| 'passkey-failed';
	readonly message: string;
};

type Options = Readonly<Record<string, unknown>>;
type Prompted = Promise<Result<WebAuthnResponse, PasskeyProblem>>;

/** The browser's own questions about passkeys. One at a time: the next ends the one before. */
export type PasskeyPrompts = {
	/** Whether this page can ask for passkeys at all. */
	readonly offered: boolean;
	/** Whether the browser offers passkeys where the user name is typed. */
	canAutofill(): Promise<boolean>;
	create(options: Options): Prompted;
	/** With `autofill`, whenever somebody picks one where they would type their name. */
	answer(options: Options, autofill?: boolean): Prompted;
	/** Takes back what is asked now. */
	stop(): void;
};

const load = () => import('@simplewebauthn/browser');

const REASONS: Readonly<Record<string, PasskeyProblem['code']>> = {
	ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'passkey-known',
	ERROR_CEREMONY_ABORTED: 'passkey-cancelled',
	ERROR_PASSTHROUGH_SEE_CAUSE_PROPERTY: 'passkey-cancelled',
	ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT: 'passkey-unlocked',
	ERROR_AUTHENTICATOR_MISSING_DISCOVERABLE_CREDENTIAL_SUPPORT: 'passkey-unlocked',
	ERROR_INVALID_DOMAIN: 'passkey-unsupported',
	ERROR_INVALID_RP_ID: 'passkey-unsupported',
};

/** Passkeys of the browser around us; its code comes with the first question. */
export function passkeyPrompts(window: Window): PasskeyPrompts {
	// Browsers make passkeys for names, never for network addresses.
	const isName = !/^(\d+\.\d+\.\d+\.\d+|\[.*\])$/.test(window.location.hostname);
	let asked = false;
	const ask = async (prompt: (library: Awaited<ReturnType<typeof load>>) => Promise<unknown>): Prompted => {
		asked = true;
		try {
			return ok((await prompt(await load())) as WebAuthnResponse);
		} catch (cause) {
			return err(explain(cause));
		}
	};
	return {
		offered: isName && 'PublicKeyCredential' in window,
		canAutofill: async () => (await load()).browserSupportsWebAuthnAutofill(),
		create: (options) =>
			ask(({ startRegistration }) =>
				startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON }),
			),
		answer: (options, autofill = false) =>
			ask(({ startAuthentication }) =>
				startAuthentication({
					optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON,
					useBrowserAutofill: autofill,
				}),
			),
		stop() {
			if (asked) void load().then(({ WebAuthnAbortService }) => WebAuthnAbortService.cancelCeremony());
		},
	};
}

function explain(cause: unknown): PasskeyProblem {
	const { code, name, message } = cause as { code?: unknown; name?: unknown; message?: unknown };
	const known = typeof code === 'string' ? REASONS[code] : undefined;
	const cancelled = name === 'NotAllowedError' || name === 'AbortError';
	return { code: known ?? (cancelled ? 'passkey-cancelled' : 'passkey-failed'), message: String(message) };
}
