import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

// What the server sent, as it came.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Options = { readonly options: Record<string, any> };
type Key = {
	readonly id: string;
	readonly privateKey: KeyObject;
	readonly userHandle: string;
	counter: number;
};

const PRESENT = 0x01;
const VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

const sha256 = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** What an authenticator does, in a few lines: makes P-256 keys for a site and signs what the browser says. */
export class SoftwareAuthenticator {
	readonly #keys: Key[] = [];
	/** What the browser says of the page; authenticators believe it. */
	origin: string;
	/** Whether it asked for a finger or a PIN. */
	verifies = true;
	/** Whether it counts: a copy of it would count as well. */
	counts = true;

	constructor(origin: string) {
		this.origin = origin;
	}

	/** A copy of the device, keys and counters. */
	clone(): SoftwareAuthenticator {
		const other = new SoftwareAuthenticator(this.origin);
		other.#keys.push(...this.#keys.map((key) => ({ ...key })));
		return other;
	}

	create({ options }: Options, rpId = String(options['rp'].id)): Record<string, unknown> {
		const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
		const id = randomBytes(16);
		this.#keys.push({ id: id.toString('base64url'), privateKey, userHandle: options['user'].id, counter: 0 });
		const cose = new Map<number, number | Uint8Array>([
			[1, 2],
			[3, -7],
			[-1, 1],
			[-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
			[-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
		]);
		const length = Buffer.from([0, id.length]);
		const credential = Buffer.concat([Buffer.alloc(16), length, id, isoCBOR.encode(cose)]);
		const authData = Buffer.concat([this.#head(rpId, HAS_CREDENTIAL, 0), credential]);
		const attestation = new Map<string, unknown>([
			['fmt', 'none'],
			['attStmt', new Map()],
			['authData', Uint8Array.from(authData)],
		]);
		return this.#wrap(id.toString('base64url'), {
			clientDataJSON: this.#clientData('webauthn.create', options['challenge']).toString('base64url'),
			attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
			transports: ['internal'],
		});
	}

	get({ options }: Options): Record<string, unknown> {
		const key = this.#keys.at(-1);
		if (!key) throw new Error('This authenticator has no key');
		if (this.counts) key.counter += 1;
		const clientData = this.#clientData('webauthn.get', options['challenge']);
		const authData = this.#head(options['rpId'], 0, key.counter);
		const signature = createSign('sha256').update(authData).update(sha256(clientData)).sign(key.privateKey);
		return this.#wrap(key.id, {
			clientDataJSON: clientData.toString('base64url'),
			authenticatorData: authData.toString('base64url'),
			signature: signature.toString('base64url'),
			userHandle: key.userHandle,
		});
	}

	#head(rpId: string, flags: number, counter: number): Buffer {
		const count = Buffer.alloc(4);
		count.writeUInt32BE(counter);
		const all = flags | PRESENT | (this.verifies ? VERIFIED : 0);
		return Buffer.concat([sha256(rpId), Buffer.from([all]), count]);
	}

	#clientData(type: string, challenge: string): Buffer {
		return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
	}

	#wrap(id: string, response: Record<string, unknown>): Record<string, unknown> {
		return { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} };
	}
}
