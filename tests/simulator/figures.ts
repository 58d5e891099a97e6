/** What happened in simulations, counted by name. */
export class Figures {
	readonly counts = new Map<string, number>();
	/** One run, as it went. */
	story = '';

	add(name: string, count = 1): void {
		this.counts.set(name, (this.counts.get(name) ?? 0) + count);
	}

	/** For what only the worst of counts. */
	raise(name: string, value: number): void {
		this.counts.set(name, Math.max(value, this.counts.get(name) ?? 0));
	}

	of(name: string): number {
		return this.counts.get(name) ?? 0;
	}

	/** `worst …` entries keep the larger, all others add up. */
	merge(other: Figures): void {
		for (const [name, count] of other.counts) {
			if (name.startsWith('worst ')) this.raise(name, count);
			else this.add(name, count);
		}
	}

	toString(): string {
		const entries = [...this.counts].sort(([a], [b]) => a.localeCompare(b));
		return entries.map(([name, count]) => `${String(Math.round(count)).padStart(10)}  ${name}`).join('\n');
	}
}
