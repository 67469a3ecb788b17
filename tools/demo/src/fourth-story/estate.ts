import { ApiRefusal, type Api } from '@huying/standalone';
import type { Stage } from '../story.js';

/** A home of the estate, with the account that acts for it and the one who owns it. */
export interface Home {
  readonly id: string;
  readonly building: string;
  readonly stairwell: string;
  readonly account: Api;
}

/** The stairwell that is to have a lift. */
export const LIFT = { building: '3幢', stairwell: '2单元' } as const;
/** Homes of a stairwell. */
export const STAIRWELL = 20;
const STAIRWELLS = ['1单元', '2单元', '3单元'];
/** The building that comes first is the one of the lift. */
const FIRST_BUILDING = 3;
/** The top floors of the lift's stairwell: few homes with much area, whose owners have stairs of their own. Hundredths of a square metre. */
export const LARGE = { homes: 4, area: 24_000 } as const;
const SMALL_AREA = 7_500;

interface Line {
  readonly status?: string;
  readonly id?: string;
  readonly code?: string;
}

/** The account that acts for a home of the estate, by its number. */
export const accountOf = (index: number): string => `household-${index}`;

/** The households of an old estate come in as a file, as the property company has it. */
export async function enterEstate({ staff, options }: Stage): Promise<Home[]> {
  const wishes = Array.from({ length: options.households }, (_, index) => homeOf(index));
  const entered: Line[] = [];
  const hear = (line: string) => void entered.push(JSON.parse(line) as Line);
  await staff.stream('/v1/households/import', wishes, hear);
  return wishes.map(({ building, stairwell, accountIds: [account] }, index) => {
    const { id, code = 'nothing was said of it' } = entered[index] ?? {};
    if (!id) throw new ApiRefusal(`Home ${index}`, 422, code, '');
    return { id, building, stairwell, account: staff.as('resident', account) };
  });
}

function homeOf(index: number) {
  const stairwell = STAIRWELLS[Math.floor(index / STAIRWELL) % STAIRWELLS.length] ?? '';
  const building = `${FIRST_BUILDING + Math.floor(index / (STAIRWELL * STAIRWELLS.length))}幢`;
  const number = index % STAIRWELL;
  const isLarge = building === LIFT.building && stairwell === LIFT.stairwell && number >= STAIRWELL - LARGE.homes;
  return {
    ...{ building, stairwell, door: `${1 + Math.floor(number / 2)}0${1 + (number % 2)}` },
    ...{ area: isLarge ? LARGE.area : SMALL_AREA, owners: [`owner-${index}`] },
    accountIds: [accountOf(index)] as const,
  };
}
