/** A number as a field shows it: fixed decimals when asked for, otherwise as short as it can be. */
export function formatNumber(value: number, decimals?: number): string {
	if (!Number.isFinite(value)) return '0';
	const text = decimals === undefined ? String(Number(value.toFixed(4))) : value.toFixed(decimals);
	return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** Reads what a person types: "2.5", "2,5", "-.5", "90°", "2.5 m", "1e3". Null when it is not one number. */
export function parseNumber(text: string, unit = ''): number | null {
	let rest = text.trim().replace(/\u2212/g, '-');
	if (unit && rest.toLowerCase().endsWith(unit.toLowerCase())) rest = rest.slice(0, -unit.length).trim();
	if (/^[^.,]*,[^.,]*$/.test(rest)) rest = rest.replace(',', '.');
	if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(rest)) return null;
	const value = Number(rest);
	return Number.isFinite(value) ? value : null;
}

/** Adds whole steps without the dust of binary fractions, and stays in range. */
export function stepNumber(
	value: number,
	steps: number,
	step: number,
	min = -Infinity,
	max = Infinity,
): number {
	const sum = Number((value + steps * step).toPrecision(12));
	const tidy = Number(sum.toFixed(8));
	return Math.max(min, Math.min(max, tidy));
}
