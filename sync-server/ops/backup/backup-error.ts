/** A backup or restore that cannot be done, for a reason its host can mend. The message is what they see. */
export class BackupError extends Error {
	override readonly name = 'BackupError';
}
