import type { EntityId } from '../../base/ids.ts';
import type { Result } from '../../base/result.ts';

/** Why a command refused: machine reason, and a message naming what, which rule, and the remedy. */
export type CommandError = {
	readonly reason:
		| 'read-only'
		| 'newer'
		| 'not-found'
		| 'invalid-value'
		| 'unknown-field'
		| 'cycle'
		| 'locked'
		| 'too-large'
		| 'nothing-to-do';
	readonly message: string;
	readonly entityId?: EntityId;
};

export type CommandResult<T = void> = Result<T, CommandError>;
