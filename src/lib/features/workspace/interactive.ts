/** Marks the moment from which the studio can be used; once a page load, for whoever measures. */
export function markInteractive(): void {
	if (performance.getEntriesByName(MARK).length === 0) performance.mark(MARK);
}

const MARK = 'studio-interactive';
