// Wrong on purpose: the gate fails when the type checker does not report this line.
export const canary: number = 'not a number';
