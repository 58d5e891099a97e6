/** The value below which this part of the values lies. */
export function percentile(values: readonly number[], part: number): number {
	if (values.length === 0) throw new Error('There is nothing to take a percentile of');
	const sorted = Float64Array.from(values).sort();
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
