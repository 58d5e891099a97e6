export type BehaviourGroup = 'move' | 'camera' | 'others' | 'fight' | 'things' | 'rules';

/** A ready script that people take into their project, and change there as they like. */
export type Behaviour = {
	/** The name of the document that it becomes, and of its class. */
	readonly name: string;
	readonly group: BehaviourGroup;
	/** Fetches its text. */
	readonly text: () => Promise<string>;
};

const TEXTS = import.meta.glob<string>('./scripts/*.ts.txt', { query: '?raw', import: 'default' });

const NAMES: readonly (readonly [BehaviourGroup, readonly string[]])[] = [
	['move', ['CharacterWalk', 'Platformer', 'TopDown', 'FirstPerson', 'Respawn', 'Spin']],
	['camera', ['FollowCamera']],
	['others', ['Chase', 'Flee', 'Patrol', 'DialogueBubble']],
	['fight', ['Shoot', 'Projectile', 'Health', 'Hurt']],
	['things', ['Collect', 'Trigger', 'Door', 'Timer', 'Spawner']],
	['rules', ['Score', 'WinLose']],
];

/** All of them, in the order in which they are offered. */
export const BEHAVIOURS: readonly Behaviour[] = NAMES.flatMap(([group, names]) =>
	names.map((name) => ({ name, group, text: () => textOf(name) })),
);

function textOf(name: string): Promise<string> {
	const file = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
	const fetchText = TEXTS[`./scripts/${file}.ts.txt`];
	return fetchText ? fetchText() : Promise.reject(new RangeError(`There is no behaviour “${name}”.`));
}
