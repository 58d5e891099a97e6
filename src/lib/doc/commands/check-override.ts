import { isComponentKey } from '../components/registry.ts';
import { parseOverrideKey } from '../prefabs/overrides.ts';
import { checkName, checkValue, quote } from './check.ts';
import type { CommandError } from './command.ts';

/** Whether this may be what an instance has otherwise, by the key it is stored under. */
export function checkOverride(name: string, text: string, value: unknown): CommandError | undefined {
	const key = parseOverrideKey(text)?.key;
	if (key === undefined || key === 'transform')
		return { reason: 'unknown-field', message: `“${name}” cannot have the field ${quote(text)}.` };
	if (key === 'name') {
		const checked = checkName(value);
		return checked.ok ? undefined : checked.error;
	}
	if (key !== 'removed' && !isComponentKey(key)) return checkValue(name, key, value);
	if (typeof value === 'boolean') return undefined;
	const message = `“${name}”: ${key} of what it shows is there (true) or not (false), but was ${quote(value)}.`;
	return { reason: 'invalid-value', message };
}
