const BROWSERS = [
	['Edge', /Edg\//],
	['Firefox', /Firefox\//],
	['Chrome', /Chrome\//],
	['Safari', /Safari\//],
] as const;
const SYSTEMS = [
	['Android', /Android/],
	['iPhone', /iPhone/],
	['iPad', /iPad/],
	['Windows', /Windows/],
	['macOS', /Mac OS X/],
	['ChromeOS', /CrOS/],
	['Linux', /Linux/],
] as const;

/** How a person knows this device again in a list, as "Firefox, Windows", from what the browser says of itself. */
export function labelDevice(userAgent: string): string {
	const find = (names: readonly (readonly [string, RegExp])[]) =>
		names.find(([, pattern]) => pattern.test(userAgent))?.[0];
	return [find(BROWSERS) ?? 'Browser', find(SYSTEMS)].filter((part) => part !== undefined).join(', ');
}
