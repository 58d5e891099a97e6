import type { ReadConfig } from './read-config.ts';
import { SETTINGS, type Setting, type SettingName } from './settings.ts';

/** What is in force and where it comes from, a line each, for who asks `npm start -- --settings`. Secrets stay hidden. */
export function describeSettings({ config, origins }: ReadConfig): string {
	const lines = (Object.keys(SETTINGS) as SettingName[]).map((name) => {
		const { secret } = SETTINGS[name] as Setting<unknown>;
		return `${name} = ${describeValue(config[name], secret ?? false)}  (${origins[name]})\n`;
	});
	return lines.join('');
}

function describeValue(value: unknown, secret: boolean): string {
	if (!secret) return JSON.stringify(value);
	if (typeof value === 'object') return JSON.stringify(value, hideSecret);
	return value === '' ? 'not set' : 'set, not shown';
}

const hideSecret = (key: string, value: unknown): unknown =>
	/secret|password|token|key|code/i.test(key) ? 'not shown' : value;
