import type { ProjectId } from '#lib/base/ids.ts';
import type { RecordsContext } from '../module.ts';

/** Rows of changes that every instance has read long ago. */
const CHANGES_KEPT_MS = 60 * 60 * 1000;

/**
 * Notes what every instance tells its open connections of within a second: a member's role or, where `userId` is null,
 * the project's standing, invitations and requests. Inside the transaction of the change.
 */
export function noteGrantChange(
	{ prepare }: Pick<RecordsContext, 'prepare'>,
	projectId: ProjectId,
	userId: string | null,
	at: number,
): void {
	prepare('INSERT INTO grant_changes (project_id, user_id, at) VALUES (?, ?, ?)').run(projectId, userId, at);
	prepare('DELETE FROM grant_changes WHERE at < ?').run(at - CHANGES_KEPT_MS);
}
