import * as v from 'valibot';
import { isJson, isJsonRecord, type JsonValue } from '#lib/base/json.ts';
import { MOST_COMMANDS, MOST_SAID, MOST_VALUES, type GameCommand } from '../game-commands.ts';
import { MOST_ENTITIES, type EntityData } from '../world/game-data.ts';

/** As many as there can be come again where as many went. */
const MOST_SPAWNED = 2 * MOST_ENTITIES;

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(-1));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const between = (least: number, most: number) =>
	v.pipe(v.number(), v.finite(), v.minValue(least), v.maxValue(most));
const upTo = (most: number) => between(0, most);
const share = upTo(1);
const json = v.custom<JsonValue>((value) => isJson(value));
const values = v.custom<Readonly<Record<string, JsonValue>>>(isJsonRecord);
const entity: v.GenericSchema<EntityData> = v.object({
	id: text(400),
	name: text(500),
	parent: index,
	values: v.pipe(
		values,
		v.check((all) => Object.keys(all).length <= MOST_VALUES),
	),
});
// Counted before each is looked at.
const entities = v.pipe(v.array(v.unknown()), v.maxLength(MOST_SPAWNED), v.array(entity));

const COMMAND = v.variant('type', [
	v.object({ type: v.literal('spawn'), index: count, entities }),
	v.object({ type: v.literal('destroy'), index: count }),
	v.object({ type: v.literal('set'), index: count, key: text(200), value: json }),
	v.object({
		...{ type: v.literal('clip'), index: count, clip: v.nullable(text(200)), fade: upTo(60) },
		...{ loop: v.picklist(['once', 'repeat', 'pingpong']), speed: between(-10, 10) },
	}),
	v.object({ type: v.literal('look'), index }),
	v.object({
		...{
			type: v.literal('sound'),
			id: count,
			sound: text(200),
			isAsset: v.boolean(),
			loop: v.boolean(),
			index,
		},
		...{ volume: share, pitch: upTo(10), bus: v.picklist(['effects', 'music', 'voice']) },
	}),
	v.object({ type: v.literal('stop-sound'), id: count }),
	v.object({ type: v.literal('music'), sound: v.nullable(text(200)), volume: share, fade: upTo(60) }),
	v.object({ type: v.literal('say'), words: text(MOST_SAID) }),
	v.object({ type: v.literal('ask'), action: text(64) }),
	v.object({ type: v.literal('lock-pointer'), on: v.boolean() }),
	v.object({ type: v.literal('speed'), speed: upTo(4) }),
	v.object({ type: v.literal('save'), name: text(100), value: json }),
	v.object({
		...{ type: v.literal('load-scene'), name: v.nullable(text(500)), vars: values },
		held: v.pipe(v.array(text(200)), v.maxLength(200)),
	}),
	v.object({ type: v.literal('end'), result: v.picklist(['won', 'lost']), words: text(500) }),
	v.object({
		...{ type: v.literal('log'), level: v.picklist(['info', 'warn', 'error']), text: text(2000) },
		...{ index, script: text(200), stack: text(4000) },
	}),
]) satisfies v.GenericSchema<unknown, GameCommand>;

/** What a game asks for, if it is nothing else; undefined otherwise. */
export function readCommands(value: unknown): readonly GameCommand[] | undefined {
	if (!Array.isArray(value) || value.length > MOST_COMMANDS) return undefined;
	const commands: GameCommand[] = [];
	let spawned = 0;
	for (const one of value) {
		const read = v.safeParse(COMMAND, one);
		if (!read.success) return undefined;
		if (read.output.type === 'spawn') spawned += read.output.entities.length;
		if (spawned > MOST_SPAWNED) return undefined;
		commands.push(read.output);
	}
	return commands;
}
