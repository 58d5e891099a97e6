export type BehaviourGroup = 'move' | 'camera' | 'others' | 'fight' | 'things' | 'rules';

/**
 * What it cannot do without: a body that scripts move with an outline, an outline that lets others through, one that
 * others bump into, a camera in the scene, or a place in the game's interface.
 */
export type BehaviourNeed = 'walker' | 'sensor' | 'solid' | 'camera' | 'interface';

/** A ready script that people take into their project, and change there as they like. */
export type Behaviour = {
	/** The name of the document that it becomes, and of its class. */
	readonly name: BehaviourName;
	readonly group: BehaviourGroup;
	readonly needs: readonly BehaviourNeed[];
	/** Fetches its text. */
	readonly text: () => Promise<string>;
};

const TEXTS = import.meta.glob<string>('./scripts/*.ts.txt', { query: '?raw', import: 'default' });

const NAMES = {
	move: ['CharacterWalk', 'Platformer', 'TopDown', 'FirstPerson', 'Respawn', 'Spin'],
	camera: ['FollowCamera'],
	others: ['Chase', 'Flee', 'Patrol', 'DialogueBubble'],
	fight: ['Shoot', 'Projectile', 'Health', 'Hurt'],
	things: ['Collect', 'Trigger', 'Door', 'Timer', 'Spawner'],
	rules: ['Score', 'WinLose', 'ShowValue'],
} as const satisfies Record<BehaviourGroup, readonly string[]>;

export type BehaviourName = (typeof NAMES)[BehaviourGroup][number];

const NEEDS: Partial<Record<BehaviourName, readonly BehaviourNeed[]>> = {
	CharacterWalk: ['walker'],
	Platformer: ['walker'],
	// It goes without, but nothing would meet it: neither walls nor what is collected.
	TopDown: ['walker'],
	FirstPerson: ['walker', 'camera'],
	FollowCamera: ['camera'],
	Hurt: ['solid'],
	Collect: ['sensor'],
	Trigger: ['sensor'],
	ShowValue: ['interface'],
};

/** All of them, in the order in which they are offered. */
export const BEHAVIOURS: readonly Behaviour[] = Object.entries(NAMES).flatMap(([group, names]) =>
	names.map((name) => ({
		...{ name, group: group as BehaviourGroup, needs: NEEDS[name] ?? [] },
		text: () => textOf(name),
	})),
);

function textOf(name: string): Promise<string> {
	const file = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
	const fetchText = TEXTS[`./scripts/${file}.ts.txt`];
	return fetchText ? fetchText() : Promise.reject(new RangeError(`There is no behaviour “${name}”.`));
}
