import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { mintDocumentId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument } from '../live-document.ts';
import { ProjectDocument } from '../project.ts';
import { setProjectSettings } from './set-project-settings.ts';

const newProject = () => new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));

it('[E177] settings of a project are what they are without any, until they are set, and taken back', () => {
	const project = newProject();
	const scene = unwrap(project.addDocument('scene', 'Level'));
	expect(project.snapshot.settings).toEqual({ firstScene: null, gridStep: 0.25, actions: [] });
	unwrap(setProjectSettings(project, { firstScene: scene, gridStep: 0.5 }));
	expect(project.snapshot.settings).toEqual({ firstScene: scene, gridStep: 0.5, actions: [] });
	unwrap(setProjectSettings(project, { firstScene: null, gridStep: 0.25 }));
	expect(project.document.ydoc.getMap('settings').has('firstScene')).toBe(false);
	expect(project.document.ydoc.getMap('settings').has('gridStep')).toBe(false);
});

it('[E177] settings that cannot be are refused, and the old ones kept', () => {
	const project = newProject();
	const page = unwrap(project.addDocument('page', 'Notes'));
	unwrap(setProjectSettings(project, { gridStep: 2 }));
	for (const gridStep of [0, -1, 1000, NaN, 'wide' as unknown as number])
		expect(setProjectSettings(project, { gridStep }).ok).toBe(false);
	for (const firstScene of [page, mintDocumentId()])
		expect(setProjectSettings(project, { firstScene }).ok).toBe(false);
	expect(project.snapshot.settings).toEqual({ firstScene: null, gridStep: 2, actions: [] });
});

it('[E177] different settings by two people both stay', () => {
	const [ana, ben] = [newProject(), newProject()];
	const scene = unwrap(ana.addDocument('scene', 'Level'));
	const send = (from: ProjectDocument, to: ProjectDocument) =>
		Y.applyUpdateV2(to.document.ydoc, Y.encodeStateAsUpdateV2(from.document.ydoc));
	send(ana, ben);
	unwrap(setProjectSettings(ana, { firstScene: scene }));
	unwrap(setProjectSettings(ben, { gridStep: 1 }));
	send(ana, ben);
	send(ben, ana);
	for (const { snapshot } of [ana, ben])
		expect(snapshot.settings).toEqual({ firstScene: scene, gridStep: 1, actions: [] });
});

it('[E177] what a peer wrote that is no setting counts as none', () => {
	const project = newProject();
	const settings = project.document.ydoc.getMap('settings');
	settings.set('firstScene', 7);
	settings.set('gridStep', 'wide');
	expect(project.snapshot.settings).toEqual({ firstScene: null, gridStep: 0.25, actions: [] });
});
