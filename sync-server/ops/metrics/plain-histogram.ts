/** Samples by how large they are, as Prometheus reads them. A sample costs one addition; the page is made when asked for. */
export class PlainHistogram {
	readonly #name: string;
	readonly #help: string;
	readonly #bounds: readonly number[];
	/** Samples up to each bound and above the one before; those above all of them last. */
	readonly #counts: number[];
	#sum = 0;

	constructor({ name, help, bounds }: { name: string; help: string; bounds: readonly number[] }) {
		this.#name = name;
		this.#help = help;
		this.#bounds = bounds;
		this.#counts = [...bounds, Infinity].map(() => 0);
	}

	observe(value: number): void {
		let at = 0;
		while (value > (this.#bounds[at] ?? Infinity)) at++;
		this.#counts[at] = (this.#counts[at] ?? 0) + 1;
		this.#sum += value;
	}

	/** In the text format, version 0.0.4. */
	read(): string {
		const name = this.#name;
		const lines = [`# HELP ${name} ${this.#help}`, `# TYPE ${name} histogram`];
		let count = 0;
		for (const [i, more] of this.#counts.entries()) {
			count += more;
			lines.push(`${name}_bucket{le="${this.#bounds[i] ?? '+Inf'}"} ${count}`);
		}
		lines.push(`${name}_sum ${this.#sum}`, `${name}_count ${count}`);
		return `${lines.join('\n')}\n`;
	}
}
