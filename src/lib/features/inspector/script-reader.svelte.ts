import type { Dispose } from '#lib/base/disposer.ts';
import type { LiveDocument } from '#lib/doc/live-document.ts';
import { ScriptDocument } from '#lib/doc/script.ts';
import type { ScriptFields } from '#lib/runtime/link/read-fields.ts';

/** Rejects where what reads scripts could not come. */
type Read = (text: string) => Promise<ScriptFields>;

/** What understands programs is large, and comes with the first script that is looked at. */
const readBeside: Read = async (text) =>
	(await import('#lib/runtime/link/link-worker-adapter.ts')).readFieldsInWorker(text);

/** What is known of the fields that a script asks for. */
export type Reading =
	| { readonly kind: 'reading' }
	/** What reads them could not come: offline before it was kept here. */
	| { readonly kind: 'failed' }
	| ({ readonly kind: 'read' } & ScriptFields);

const READING: Reading = { kind: 'reading' };

/** The fields that a script asks for, as its text says now: whoever writes it, the controls follow. */
export class ScriptReader {
	#read: Read;
	#reading = $state.raw<Reading>(READING);

	constructor(read: Read = readBeside) {
		this.#read = read;
	}

	get reading(): Reading {
		return this.#reading;
	}

	/** Reads this script from now on; the returned function ends that. */
	follow(document: LiveDocument): Dispose {
		const script = new ScriptDocument(document);
		let ended = false;
		/** The text that is read now; one at a time, and of those that come meanwhile the last. */
		let now: string | undefined;
		const update = async () => {
			if (now !== undefined) return;
			do {
				now = script.snapshot.text;
				const reading = await this.#readOne(now);
				if (ended) return;
				this.#reading = reading;
			} while (now !== script.snapshot.text);
			now = undefined;
		};
		const stop = script.onChange(() => void update());
		this.#reading = READING;
		void update();
		return () => {
			ended = true;
			stop();
			script.dispose();
		};
	}

	async #readOne(text: string): Promise<Reading> {
		try {
			return { kind: 'read', ...(await this.#read(text)) };
		} catch {
			return { kind: 'failed' };
		}
	}
}
