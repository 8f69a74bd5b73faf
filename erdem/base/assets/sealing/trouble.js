// What can go wrong, as a code and facts: the page has the sentence in the reader's language.
export class Trouble extends Error {
  constructor(code, facts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}
