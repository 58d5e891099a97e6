import type { ComponentDeclaration } from './component.ts';

/** A body that physics moves, or that others bump into. Its outline comes from `collider`. */
export const rigidBody = {
	name: 'rigidBody',
	label: 'Rigid body',
	help: 'Makes it a thing with weight: it falls, bumps and is pushed. Give it a collider as well.',
	fields: {
		type: {
			kind: 'choice',
			default: 'dynamic',
			options: [
				{ value: 'dynamic', label: 'Falls and bumps' },
				{ value: 'fixed', label: 'Stays put' },
				{ value: 'kinematic', label: 'Moved by scripts' },
			],
			label: 'Kind',
			help: 'Whether physics moves it, nothing does, or only scripts and animations do.',
		},
		mass: {
			kind: 'number',
			default: 1,
			min: 0.001,
			max: 100_000,
			step: 0.5,
			unit: 'kg',
			when: { field: 'type', is: ['dynamic'] },
			label: 'Mass',
			help: 'How heavy it is. Heavy things push light ones away; all fall equally fast.',
		},
		gravityScale: {
			kind: 'number',
			default: 1,
			min: -10,
			max: 10,
			step: 0.1,
			when: { field: 'type', is: ['dynamic'] },
			label: 'Gravity',
			help: 'How strongly it is pulled down: 0 floats, below zero rises.',
		},
		linearDamping: {
			kind: 'number',
			default: 0,
			min: 0,
			max: 100,
			step: 0.1,
			when: { field: 'type', is: ['dynamic'] },
			label: 'Move damping',
			help: 'How fast it stops moving by itself, as if in thick air.',
		},
		angularDamping: {
			kind: 'number',
			default: 0.05,
			min: 0,
			max: 100,
			step: 0.05,
			when: { field: 'type', is: ['dynamic'] },
			label: 'Turn damping',
			help: 'How fast it stops turning by itself.',
		},
		lockMoveX: lock('Lock moving', 'X', 'Never moves along X.'),
		lockMoveY: lock('Lock moving', 'Y', 'Never moves along Y.'),
		lockMoveZ: lock('Lock moving', 'Z', 'Never moves along Z.'),
		lockTurnX: lock('Lock turning', 'X', 'Never turns around X.'),
		lockTurnY: lock('Lock turning', 'Y', 'Never turns around Y.'),
		lockTurnZ: lock('Lock turning', 'Z', 'Never turns around Z.'),
		ccd: {
			kind: 'boolean',
			default: false,
			when: { field: 'type', is: ['dynamic'] },
			label: 'Fast mover',
			help: 'Keeps very fast things, like bullets, from flying through walls. Slower to compute.',
		},
	},
} as const satisfies ComponentDeclaration;

function lock<Label extends string>(group: string, label: Label, help: string) {
	return {
		kind: 'boolean',
		default: false,
		when: { field: 'type', is: ['dynamic'] },
		group,
		label,
		help,
	} as const;
}
