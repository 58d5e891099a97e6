/** What the types say of fields: `kind: 'number'` alone would be read as any text. */
const ANNOTATION = ': import("rastudios").Fields';
const FIELDS = /^[\t ]*static[\t ]+fields(?=[\t ]*=)/m;

/** A script as it is checked: `static fields` is told what fields are, so that creators need not say it. */
export class ScriptFile {
	readonly name: string;
	/** What is written. */
	readonly text: string;
	/** What is checked. */
	readonly checked: string;
	readonly version: number;
	/** Where the annotation stands in what is checked; infinitely far where there is none. */
	readonly #at: number;

	constructor(name: string, text: string, version: number) {
		this.name = name;
		this.text = text;
		this.version = version;
		const found = FIELDS.exec(text);
		this.#at = found ? found.index + found[0].length : Infinity;
		this.checked = found ? text.slice(0, this.#at) + ANNOTATION + text.slice(this.#at) : text;
	}

	/** A place in what is written as one in what is checked. */
	toChecked(place: number): number {
		return place > this.#at ? place + ANNOTATION.length : place;
	}

	toWritten(place: number): number {
		if (place <= this.#at) return place;
		return Math.max(this.#at, place - ANNOTATION.length);
	}
}
