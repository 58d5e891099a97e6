// Writes what follows from the component declarations: the reference, the message catalogue and the inspector's
// words. Run it after a change in src/lib/doc/components; a test compares what it would write with what is there.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Condition, Field } from '#lib/doc/components/component.ts';
import {
	COMPONENT_NAMES,
	COMPONENTS,
	declaredFields,
	type DeclaredField,
} from '#lib/doc/components/registry.ts';

const ROOT = join(import.meta.dirname, '..');

/** How to bring the files up to date. */
export const COMMAND = 'node scripts/with-node.mjs scripts/component-files.ts';

/** Every generated file by its path in the project, formatted. */
export async function componentFiles(): Promise<Map<string, string>> {
	const files = {
		'docs/components.md': componentReference(),
		'messages/en/components.json': JSON.stringify(Object.fromEntries(componentMessages())),
		'src/lib/features/inspector/component-words.ts': componentWords(),
	};
	const formatted = new Map<string, string>();
	for (const [path, text] of Object.entries(files)) {
		const filepath = join(ROOT, path);
		formatted.set(path, await format(text, { ...(await resolveConfig(filepath)), filepath }));
	}
	return formatted;
}

/** What people read, by its key in the catalogue. Throws when two things would have one key. */
export function componentMessages(): Map<string, string> {
	const messages = new Map<string, string>();
	const add = (key: string, text: string) => {
		const known = messages.get(key);
		if (known !== undefined && known !== text) throw new Error(`Two messages are called ${key}`);
		messages.set(key, text);
	};
	for (const name of COMPONENT_NAMES) {
		add(componentKey(name), COMPONENTS[name].label);
		add(helpKey(componentKey(name)), COMPONENTS[name].help);
		for (const declared of declaredFields(name)) {
			const { field } = declared;
			add(messageKey(declared), field.label);
			add(helpKey(messageKey(declared)), field.help);
			if (field.group) add(groupKey(declared, field.group), field.group);
			for (const { value, label } of optionsOf(field)) add(optionKey(declared, value), label);
		}
	}
	return messages;
}

const ALL = COMPONENT_NAMES.flatMap(declaredFields);
const componentKey = (component: string): string => `component_${component}`;
const messageKey = ({ component, name }: DeclaredField): string => `component_${component}_${name}`;
const helpKey = (key: string): string => `${key}_help`;
const optionKey = (declared: DeclaredField, value: string): string => `${messageKey(declared)}_is_${value}`;
const groupKey = ({ component }: DeclaredField, group: string): string =>
	`component_${component}_group_${group.toLowerCase().replace(/[^a-z]+/g, '_')}`;
const optionsOf = (field: Field) => (field.kind === 'choice' ? field.options : []);

function componentWords(): string {
	const words = (entries: readonly (readonly [string, string])[]): string =>
		`{${entries.map(([key, message]) => `${JSON.stringify(key)}: m.${message},`).join('\n')}}`;
	const options = ALL.filter(({ field }) => field.kind === 'choice').map((declared) => {
		const labels = optionsOf(declared.field).map(({ value }) => [value, optionKey(declared, value)] as const);
		return `${JSON.stringify(declared.key)}: ${words(labels)},`;
	});
	const groups = ALL.flatMap((declared) =>
		declared.field.group ? [[declared.key, groupKey(declared, declared.field.group)] as const] : [],
	);
	const components = COMPONENT_NAMES.map((name) => [name, componentKey(name)] as const);
	const fields = ALL.map((declared) => [declared.key, messageKey(declared)] as const);
	const helps = (entries: typeof fields) => entries.map(([key, message]) => [key, helpKey(message)] as const);
	return `
		/* eslint-disable house/soft-file-size, max-lines -- generated, and read by nobody from end to end */
		// Generated from lib/doc/components by scripts/component-files.ts: change the declarations instead.
		import type { ComponentName, FieldKey } from '#lib/doc/components/registry.ts';
		import { m } from '#lib/paraglide/messages.js';

		type Words = () => string;
		type WordsBy<Key extends string> = Readonly<Record<Key, Words>>;

		export const COMPONENT_LABELS: WordsBy<ComponentName> = ${words(components)};

		export const COMPONENT_HELPS: WordsBy<ComponentName> = ${words(helps(components as never))};

		export const FIELD_LABELS: WordsBy<FieldKey> = ${words(fields)};

		export const FIELD_HELPS: WordsBy<FieldKey> = ${words(helps(fields))};

		/** Of fields that stand side by side: what they are called together. */
		export const GROUP_LABELS: Partial<WordsBy<FieldKey>> = ${words(groups)};

		/** Of choices: what each value is called. */
		export const OPTION_LABELS: Partial<Record<FieldKey, WordsBy<string>>> = {${options.join('\n')}};
	`;
}

function componentReference(): string {
	const contents = COMPONENT_NAMES.map(
		(name) => `- [${COMPONENTS[name].label}](#${name.toLowerCase()}) \`${name}\``,
	);
	return [
		'# Components',
		'<!-- Generated from src/lib/doc/components by scripts/component-files.ts: change the declarations instead. -->',
		`What an entity can be made of. An entity carries a component when its map holds the component’s name with the
value \`true\`; each field is one register beside it, called \`<component>.<field>\` (those of \`transform\` have no
prefix, and every entity has them). A value that equals the default is not stored; a value that breaks its rule is kept
but read as the default. “Only when” says when a field means something.`,
		contents.join('\n'),
		...COMPONENT_NAMES.flatMap((name) => [
			`## ${name}`,
			`**${COMPONENTS[name].label}.** ${COMPONENTS[name].help}`,
			fieldTable(declaredFields(name)),
		]),
		'',
	].join('\n\n');
}

function fieldTable(fields: readonly DeclaredField[]): string {
	const rows = fields.map(({ key, field }) => [
		`\`${key}\``,
		field.group ? `${field.group}: ${field.label}` : field.label,
		describeKind(field),
		`\`${JSON.stringify(field.default)}\``,
		'unit' in field && field.unit ? field.unit : '',
		describeRange(field),
		field.help + (field.when ? ` Only when ${describeCondition(field.when)}.` : ''),
	]);
	const head = ['Key', 'Label', 'Kind', 'Default', 'Unit', 'Range', 'Help'];
	const lines = [head, head.map(() => '---'), ...rows];
	return lines
		.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
		.join('\n');
}

function describeKind(field: Field): string {
	if (field.kind === 'asset' || field.kind === 'document') return `${field.kind} (${field.accepts})`;
	return field.kind === 'number' && field.integer ? 'whole number' : field.kind;
}

function describeRange(field: Field): string {
	switch (field.kind) {
		case 'number':
			return `${field.min} … ${field.max}`;
		case 'vector2':
		case 'vector3':
			return field.min === undefined ? '' : `each ${field.min} … ${field.max}`;
		case 'curve':
			return `${field.min} … ${field.max}`;
		case 'text':
			return `up to ${field.maxLength} characters`;
		case 'choice':
			return field.options.map(({ value }) => `\`${value}\``).join(', ');
		default:
			return '';
	}
}

function describeCondition(when: Condition): string {
	const list = (values: readonly unknown[]) => values.map((value) => `\`${String(value)}\``).join(' or ');
	return 'is' in when
		? `\`${when.field}\` is ${list(when.is)}`
		: `\`${when.field}\` is not ${list(when.isNot)}`;
}

if (import.meta.main) {
	for (const [path, text] of await componentFiles()) {
		mkdirSync(dirname(join(ROOT, path)), { recursive: true });
		writeFileSync(join(ROOT, path), text);
	}
}
