import { expect, it } from 'vitest';
import { mintProjectId } from '#lib/base/ids.ts';
import type { ProjectUse } from '#lib/studio/storage-facts.ts';
import { LARGEST_FIRST, nextOrder, orderProjects, type ProjectOrder } from './project-order.ts';

const project = (title: string, more: Partial<ProjectUse> = {}): ProjectUse => ({
	id: mintProjectId(),
	title,
	documents: 0,
	assets: 0,
	versions: 0,
	undo: 0,
	total: 0,
	shared: false,
	changedAt: 0,
	removedAt: null,
	saved: 'device',
	...more,
});
const projects = [
	project('Level 10', { total: 5, saved: 'server' }),
	project('Level 2', { total: 9, saved: 'waiting' }),
	project('Älter', { total: 5 }),
];
const titles = (order: ProjectOrder) => orderProjects(projects, order, 'en').map(({ title }) => title);

it('begins with the largest, and equals stand by name', () => {
	expect(titles(LARGEST_FIRST)).toEqual(['Level 2', 'Älter', 'Level 10']);
});

it('orders names as people do, and the other way round when asked again', () => {
	const byTitle = nextOrder(LARGEST_FIRST, 'title');
	expect(titles(byTitle)).toEqual(['Älter', 'Level 2', 'Level 10']);
	expect(titles(nextOrder(byTitle, 'title'))).toEqual(['Level 10', 'Level 2', 'Älter']);
});

it('puts first what is only here', () => {
	expect(titles(nextOrder(LARGEST_FIRST, 'saved'))).toEqual(['Älter', 'Level 2', 'Level 10']);
});

it('leaves the given list alone', () => {
	const before = [...projects];
	orderProjects(projects, LARGEST_FIRST, 'en');
	expect(projects).toEqual(before);
});
