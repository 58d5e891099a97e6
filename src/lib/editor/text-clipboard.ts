/** The browser's clipboard, as far as it lets us. */
export type SystemClipboard = Pick<Clipboard, 'readText' | 'writeText'>;

/** The clipboard of the system, and one of our own for when the browser denies that one. */
export class TextClipboard {
	#system: () => SystemClipboard | undefined;
	#kept: string | null = null;
	/** What was copied last did not reach the system: what stands there is older. */
	#isAlone = false;

	constructor(system: () => SystemClipboard | undefined) {
		this.#system = system;
	}

	/** Returns whether other programs can paste it as well. */
	async write(text: string): Promise<boolean> {
		this.#kept = text;
		try {
			await this.#system()?.writeText(text);
			this.#isAlone = this.#system() === undefined;
		} catch {
			// Not allowed here, or not now: it can still be pasted in this tab.
			this.#isAlone = true;
		}
		return !this.#isAlone;
	}

	/** Null: the browser does not let us read, and nothing was copied here. */
	async read(): Promise<string | null> {
		if (this.#isAlone) return this.#kept;
		try {
			return (await this.#system()?.readText()) ?? this.#kept;
		} catch {
			// Denied by the person or the browser.
			return this.#kept;
		}
	}

	/** What the browser's own keys have copied. */
	note(text: string): void {
		this.#kept = text;
		this.#isAlone = false;
	}
}
