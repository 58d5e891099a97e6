import { assertNever } from '#lib/base/assert.ts';
import type { DocumentId } from '#lib/base/ids.ts';
import { m } from '#lib/paraglide/messages.js';
import { MAX_UPDATE_BYTES } from '#lib/protocol/limits.ts';
import type { LineTrouble } from '#lib/studio/line-trouble.ts';
import type { AccessRefusal } from '#lib/sync/project-access.ts';

/**
 * What can be done about it here. `replace`: keep ours as another project, and take the server's; `send`, `keep`: what
 * was changed while its person was signed out.
 */
export type BannerAction = 'reload' | 'retry' | 'export' | 'replace' | 'send' | 'keep';

export type Banner = {
	/** What happened, to which thing, and what to do. */
	readonly text: string;
	/** A question is no alarm. */
	readonly about: 'link' | 'project' | 'question';
	readonly actions: readonly BannerAction[];
};

export type BannerFacts = {
	/** Why a document could not be read from this device. */
	readonly problem: string | null;
	readonly damaged: boolean;
	readonly newer: boolean;
	readonly trouble: LineTrouble | null;
	readonly titleOf: (id: DocumentId) => string;
};

/** The one thing to be said above the work: the gravest; null while there is none. */
export function bannerOf({ problem, damaged, newer, trouble, titleOf }: BannerFacts): Banner | null {
	if (problem !== null) return about(m.studio_problem_banner({ reason: problem }));
	if (damaged) return about(m.studio_set_aside_banner());
	if (newer) return about(m.studio_newer_banner(), 'reload');
	return trouble && troubleBanner(trouble, titleOf);
}

const about = (text: string, ...actions: readonly BannerAction[]): Banner => ({
	text,
	about: 'project',
	actions,
});

const MAX_UPDATE_MB = MAX_UPDATE_BYTES / 1024 / 1024;

function troubleBanner(trouble: LineTrouble, titleOf: BannerFacts['titleOf']): Banner | null {
	switch (trouble.kind) {
		case 'epoch':
			return about(
				m.studio_epoch_banner({ documents: quoted(trouble.documents, titleOf) }),
				'export',
				'replace',
			);
		case 'too-large': {
			const documents = quoted(trouble.documents, titleOf);
			return about(m.studio_too_large_banner({ documents, limit: MAX_UPDATE_MB }), 'export');
		}
		case 'refused':
			return about(
				m.studio_not_taken_banner({ documents: quoted(trouble.documents, titleOf) }),
				'export',
				'retry',
			);
		case 'no-access':
			return { text: refusedWords(trouble.reason), about: 'link', actions: [] };
		case 'held':
			return { text: m.studio_held_banner(), about: 'question', actions: ['send', 'keep'] };
		case 'too-old':
			return about(m.studio_too_old_banner(), 'reload');
		case 'too-new':
			return about(m.studio_too_new_banner(), 'retry');
		case 'closed':
			return about(m.studio_closed_banner({ reason: trouble.message }), 'retry');
		case 'failing':
			return about(m.studio_server_failing_banner());
		// Passes by itself within seconds: the save state says it.
		case 'restarting':
			return null;
		default:
			return assertNever(trouble);
	}
}

function refusedWords(reason: Exclude<AccessRefusal, 'held'>): string {
	switch (reason) {
		case 'revoked':
			return m.studio_revoked_banner();
		case 'expired':
			return m.studio_expired_banner();
		case 'unauthorized':
			return m.studio_unknown_link_banner();
		case 'not-found':
			return m.studio_not_on_server_banner();
		case 'signed-out':
			return m.studio_signed_out_banner();
		case 'removed':
			return m.studio_removed_banner();
		default:
			return assertNever(reason);
	}
}

const quoted = (ids: readonly DocumentId[], titleOf: BannerFacts['titleOf']): string =>
	ids.map((id) => m.studio_quoted({ title: titleOf(id) })).join(', ');
