export interface TextFieldOptions {
	/** Null: mixed values. */
	value: string | null;
	oninput: ((text: string) => void) | undefined;
	oncommit: ((text: string) => void) | undefined;
}

/** A line of text being edited: Enter and leaving take it, Escape takes it back. */
export class TextFieldState {
	#options: () => TextFieldOptions;
	#draft = $state.raw<string | null>(null);

	constructor(options: () => TextFieldOptions) {
		this.#options = options;
	}

	get text(): string {
		return this.#draft ?? this.#options().value ?? '';
	}

	type(text: string): void {
		this.#draft = text;
		this.#options().oninput?.(text);
	}

	accept(): void {
		const draft = this.#draft;
		this.#draft = null;
		if (draft !== null && draft !== this.#options().value) this.#options().oncommit?.(draft);
	}

	revert(): void {
		if (this.#draft === null) return;
		this.#draft = null;
		this.#options().oninput?.(this.#options().value ?? '');
	}
}
