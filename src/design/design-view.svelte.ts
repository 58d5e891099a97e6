/** How the controls are looked at, as the address says: `/design?theme=light&size=phone&dir=rtl&only=Button`. */
const CHOICES = {
	theme: ['dark', 'light'],
	size: ['desktop', 'phone'],
	dir: ['ltr', 'rtl'],
} as const;
export type Aspect = keyof typeof CHOICES;
type View = { readonly [Key in Aspect]: (typeof CHOICES)[Key][number] };

export class DesignView {
	#view = $state.raw<View>({ theme: 'dark', size: 'desktop', dir: 'ltr' });
	#only = $state.raw('');

	constructor(search: string) {
		const params = new URLSearchParams(search);
		this.#only = params.get('only') ?? '';
		for (const aspect of Object.keys(CHOICES) as Aspect[]) this.choose(aspect, params.get(aspect) ?? '');
	}

	get theme(): View['theme'] {
		return this.#view.theme;
	}
	get size(): View['size'] {
		return this.#view.size;
	}
	get dir(): View['dir'] {
		return this.#view.dir;
	}
	/** A part of the names of what is shown; empty: all. */
	get only(): string {
		return this.#only;
	}
	set only(text: string) {
		this.#only = text;
	}
	get search(): string {
		return new URLSearchParams({ ...this.#view, ...(this.#only && { only: this.#only }) }).toString();
	}

	/** Takes one of the choices of an aspect; anything else changes nothing. */
	choose(aspect: Aspect, value: string): void {
		if ((CHOICES[aspect] as readonly string[]).includes(value))
			this.#view = { ...this.#view, [aspect]: value };
	}
}
