import type { Access } from './access.js';
import type { CaseState } from './case.entity.js';
import { caseView, partySketch, type CaseFileView } from './case.view.js';

const unsettled: readonly CaseState[] = ['terminated', 'broken', 'withdrawn'];

/** Where the parties can go when mediation has led nowhere, or what was agreed is not done (art. 26, 32). */
const otherRoutes = (state: CaseState): string[] =>
  unsettled.includes(state) ? ['arbitration', 'administrative', 'judicial'] : [];

/** A case as it is shown; what is asked only to whom it is on record that they read it. */
export function fileView({ case: one, parties }: Access, account: string, asked: string | null = null): CaseFileView {
  return {
    ...caseView(one),
    asked,
    parties: parties.map((party) => partySketch(party, account)),
    otherRoutes: otherRoutes(one.state),
  };
}
