const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** An amount of storage with at most two digits that matter: "812 kB", "1.2 GB". */
export function byteSize(bytes: number, locale: string): string {
	let amount = Math.max(0, bytes);
	let step = 0;
	while (amount >= 1000 && step < UNITS.length - 1) {
		amount /= 1000;
		step++;
	}
	const maximumFractionDigits = step > 1 && amount < 10 ? 1 : 0;
	const unit = UNITS[step] ?? 'byte';
	// "0 byte" is what the short form says in English.
	const unitDisplay = step === 0 ? 'long' : 'short';
	return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(
		amount,
	);
}
