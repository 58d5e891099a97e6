import type { AssetHash } from '#lib/base/ids.ts';
import { replaceText, setText } from '#lib/doc/commands/edit-script.ts';
import { renameEntity } from '#lib/doc/commands/set-fields.ts';
import { SCENE_ACTS } from './document-acts-scene.ts';
import { forge } from './document-forge.ts';
import { stepHistory } from './document-undo.ts';
import type { Act } from './document-turn.ts';

const TITLES = ['Forest', 'Cave', 'Castle'];

const editIndex: Act = (turn) => {
	const { project } = turn.person;
	const ids = [
		...project.snapshot.documents.map(({ id }) => id),
		...turn.world.documentsOf('scene', 'prefab'),
	];
	const title = `${turn.pickOf(TITLES)} ${turn.pick(9)}`;
	const id = turn.pickOf(ids);
	switch (turn.pick(6)) {
		case 0:
			return turn.told(project.addDocument('page', title, turn.random), `lists a page ${title}`);
		case 1:
			return turn.told(project.rename(title), `calls the project ${title}`);
		case 2:
			// Alone, one edits what is listed: something must be.
			if (project.snapshot.documents.filter(({ kind }) => kind === 'scene').length < 2) return undefined;
			return turn.told(project.setDocumentRemoved(id, true), `takes ${turn.titleOf(id)} off the list`);
		case 3:
			return turn.told(project.setDocumentRemoved(id, false), `puts ${turn.titleOf(id)} back`);
		case 4: {
			const hash = turn.pickOf(['a', 'b']).repeat(64) as AssetHash;
			const added = project.addAsset({ hash, name: title, type: 'image', bytes: turn.pick(3) });
			return turn.told(added, `adds an asset ${title}`);
		}
		default:
			return turn.told(project.renameDocument(id, title), `calls ${turn.titleOf(id)} ${title}`);
	}
};

const editScript: Act = (turn) => {
	const script = turn.person.script(turn.pickOf(turn.world.documentsOf('script')));
	const { text, length } = script.snapshot;
	const added = turn.pickOf(['', 'x = 1\n', '🌳', 'é']);
	if (turn.chance(20)) {
		const lines = text.split('\n').reverse().slice(0, 8);
		return turn.told(setText(script, lines.join('\n') + added), 'turns the script round');
	}
	const start = turn.pick(length + 1);
	const end = Math.min(length, start + turn.pick(4));
	return turn.told(replaceText(script, { start, end, text: added }), `writes at ${start} to ${end}`);
};

const undo: Act = (turn) => {
	const times = turn.chance(15) ? 5 : 1;
	return Array.from({ length: times }, () => stepHistory(turn.world, turn.person, 'undo')).join(', ');
};

const redo: Act = (turn) => {
	const times = turn.chance(15) ? 5 : 1;
	return Array.from({ length: times }, () => stepHistory(turn.world, turn.person, 'redo')).join(', ');
};

/** Somebody else comes to the same value: it is theirs now, and not to be undone. */
const agree: Act = (turn) => {
	const { person } = turn;
	const scene = turn.scene();
	const { id } = scene.document;
	const other = turn.pickOf(turn.world.people);
	const entityId = turn.entity(scene);
	if (other === person || !entityId) return undefined;
	const name = `Agreed ${turn.pick(9)}`;
	const told = turn.told(
		renameEntity(scene, entityId, name),
		`calls ${turn.nameOf(scene, entityId)} ${name}`,
	);
	other.receive(id, scene.document.encodeDiff(other.open(id).stateVector()));
	for (const title of ['Otherwise', name]) renameEntity(other.scene(id), entityId, title);
	person.receive(id, other.open(id).encodeDiff(scene.document.stateVector()));
	return `${told}, as ${other.name} does; ${stepHistory(turn.world, person, 'undo')}`;
};

/** One gesture that changes two documents, or the same twice. */
const join: Act = (turn) => {
	const acts = [SCENE_ACTS.set[1], SCENE_ACTS.move[1], SCENE_ACTS.add[1], SCENE_ACTS.remove[1], editIndex];
	const { person } = turn;
	const told = person.history.join('two things', () => [turn.pickOf(acts)(turn), turn.pickOf(acts)(turn)]);
	const parts = person.stacks.undo.at(-1)?.gesture.parts ?? [];
	if (parts.length > 1) turn.world.ledger.count('two documents');
	return `at once: ${told.join(', ')}`;
};

/** What people do beside scenes, and how often. */
export const OTHER_ACTS = {
	index: [5, editIndex],
	script: [3, editScript],
	undo: [11, undo],
	redo: [6, redo],
	agree: [1, agree],
	join: [4, join],
	forge: [3, forge],
} as const satisfies Record<string, readonly [share: number, act: Act]>;
