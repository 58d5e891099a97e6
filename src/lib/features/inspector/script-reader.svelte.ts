import type { Dispose } from '#lib/base/disposer.ts';
import type { LiveDocument } from '#lib/doc/live-document.ts';
import { ScriptDocument } from '#lib/doc/script.ts';
import type { ScriptFields } from '#lib/runtime/link/read-fields.ts';

type Read = (text: string) => ScriptFields;
type Load = () => Promise<Read>;

/** What understands programs is large, and comes with the first script that is looked at. */
const loadReader: Load = async () => (await import('#lib/runtime/link/read-fields.ts')).readScriptFields;

/** What is known of the fields that a script asks for. */
export type Reading =
	| { readonly kind: 'reading' }
	/** What reads them could not come: offline before it was kept here. */
	| { readonly kind: 'failed' }
	| ({ readonly kind: 'read' } & ScriptFields);

const READING: Reading = { kind: 'reading' };

/** The fields that a script asks for, as its text says now: whoever writes it, the controls follow. */
export class ScriptReader {
	#load: Load;
	#reading = $state.raw<Reading>(READING);

	constructor(load: Load = loadReader) {
		this.#load = load;
	}

	get reading(): Reading {
		return this.#reading;
	}

	/** Reads this script from now on; the returned function ends that. */
	follow(document: LiveDocument): Dispose {
		const script = new ScriptDocument(document);
		let read: Read | undefined;
		let ended = false;
		const update = () => {
			if (read && !ended) this.#reading = { kind: 'read', ...read(script.snapshot.text) };
		};
		const stop = script.onChange(update);
		this.#reading = READING;
		void this.#load()
			.then((loaded) => {
				read = loaded;
				update();
			})
			.catch(() => {
				if (!ended) this.#reading = { kind: 'failed' };
			});
		return () => {
			ended = true;
			stop();
			script.dispose();
		};
	}
}
