/** What a setting may be: how its value is read, and how that is said to people. */
export type Kind<T> = {
	/** Completes "must be …". */
	readonly allowed: string;
	/** The value, or undefined when it is not allowed. Files have JSON; environment variables have text. */
	read(value: unknown): T | undefined;
	/** What an environment variable's text would be in a file. */
	fromText(text: string): unknown;
};

const asNumber = (text: string): unknown => (/^\d+$/.test(text) ? Number(text) : text);

/** A whole number; `unit` as in "seconds". */
export function wholeNumber(min: number, max: number, unit = ''): Kind<number> {
	return {
		allowed: `a whole number${unit && ` of ${unit}`} from ${min} to ${max}`,
		read: (value) =>
			typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
				? value
				: undefined,
		fromText: asNumber,
	};
}

const UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** A number of bytes, or a text like "64 MiB". */
export function byteCount(min: number, max: number): Kind<number> {
	return {
		allowed: `bytes, like ${min} or "${formatBytes(max)}", from ${formatBytes(min)} to ${formatBytes(max)}`,
		read(value) {
			const bytes = typeof value === 'string' ? parseBytes(value) : value;
			return wholeNumber(min, max).read(bytes);
		},
		fromText: asNumber,
	};
}

function parseBytes(text: string): number | undefined {
	const [, digits, unit] = /^(\d{1,12}) ?([KMG]iB|B)$/.exec(text) ?? [];
	const factor = UNITS[unit ?? ''];
	return digits !== undefined && factor !== undefined ? Number(digits) * factor : undefined;
}

/** "64 MiB", exactly. */
export function formatBytes(bytes: number): string {
	const unit = ['GiB', 'MiB', 'KiB'].find((name) => bytes > 0 && bytes % (UNITS[name] ?? 1) === 0) ?? 'B';
	return `${bytes / (UNITS[unit] ?? 1)} ${unit}`;
}

export const flag: Kind<boolean> = {
	allowed: 'true or false',
	read: (value) => (typeof value === 'boolean' ? value : undefined),
	fromText: (text) => (text === 'true' ? true : text === 'false' ? false : text),
};

export function oneOf<const Name extends string>(...names: readonly Name[]): Kind<Name> {
	return {
		allowed: `one of ${names.join(', ')}`,
		read: (value) => names.find((name) => name === value),
		fromText: (text) => text,
	};
}

/** A text that passes `test`. */
export function text(allowed: string, test: (value: string) => boolean): Kind<string> {
	return {
		allowed,
		read: (value) => (typeof value === 'string' && test(value) ? value : undefined),
		fromText: (value) => value,
	};
}

/** Several texts: an array in a file, separated by commas in an environment variable. */
export function listOf(item: string, test: (value: string) => boolean): Kind<readonly string[]> {
	return {
		allowed: `a list of ${item}`,
		read(value) {
			if (!Array.isArray(value)) return undefined;
			const items = value as unknown[];
			const texts = items.filter((one): one is string => typeof one === 'string' && test(one));
			return texts.length === items.length ? texts : undefined;
		},
		fromText: (value) => value.split(',').flatMap((one) => one.trim() || []),
	};
}

/** What the configuration says of one module of records. */
export type ModuleSetting = {
	readonly on?: boolean;
	/** Where below `/api` its paths begin. */
	readonly prefix?: string;
	/** The module itself knows what they may be. */
	readonly options?: Readonly<Record<string, unknown>>;
};
export type ModuleSettings = Readonly<Record<string, ModuleSetting>>;

/** An object with an entry for each module that is not as usual; JSON in an environment variable. */
export const moduleSettings: Kind<ModuleSettings> = {
	allowed: 'an object like {"audit": {"on": false}}, with "on", "prefix" (like "/v2") and "options" for each',
	read: (value) =>
		isObject(value) && Object.values(value).every(isModuleSetting) ? (value as ModuleSettings) : undefined,
	fromText(written) {
		try {
			return JSON.parse(written) as unknown;
		} catch {
			return written; // no JSON: refused as what it is
		}
	},
};

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function isModuleSetting(value: unknown): boolean {
	if (!isObject(value)) return false;
	const { on = true, prefix = '', options = {}, ...rest } = value;
	const hasPrefix = typeof prefix === 'string' && /^(\/[a-z0-9-]+)*$/.test(prefix);
	return typeof on === 'boolean' && hasPrefix && isObject(options) && Object.keys(rest).length === 0;
}
