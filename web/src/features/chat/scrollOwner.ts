/** What scrolls: the window, or a stand-in for it in tests. In pixels. */
export type ScrollView = {
  top(): number;
  /** Height of everything. */
  contentHeight(): number;
  /** Height of what is seen. */
  viewHeight(): number;
  scrollTo(top: number): void;
};

/** Positions are fractions on some screens, while heights are rounded. */
const EPSILON = 1.5;
/** How near to the end counts as there, for somebody who scrolls down. */
const NEAR = 24;

/**
 * The one that scrolls a conversation. While `pinned` the end stays in view as it grows; any move upwards unpins, and
 * coming back to the end pins again. People's moves are told from its own by where they lead: it only ever goes to the
 * end, so whatever goes up was somebody else.
 */
export class ScrollOwner {
  pinned = true;
  /** Whether there is more below than is seen, as last told to `onChange`. */
  away = false;
  /** How high everything was when a new message was about to be put at the top; null: it is there. */
  #before: number | null = null;
  readonly #view: ScrollView;
  readonly #onChange: (away: boolean) => void;
  #lastTop: number;

  constructor(view: ScrollView, onChange: (away: boolean) => void = () => undefined) {
    this.#view = view;
    this.#onChange = onChange;
    this.#lastTop = view.top();
  }

  /** Something was scrolled, by whomever. */
  scrolled(): void {
    const top = this.#view.top();
    const left = this.#left();
    if (top < this.#lastTop - EPSILON / 2 && left > EPSILON) {
      this.pinned = false;
    } else if (top > this.#lastTop && left <= NEAR) {
      this.pinned = true;
    }
    this.#lastTop = top;
    this.#tell();
  }

  /** The content or the window changed its size. */
  resized(): void {
    if (this.#before !== null && this.#view.contentHeight() > this.#before) {
      this.toEnd();
      this.#before = null;
      // From here on the text grows downwards, out of sight.
      this.pinned = false;
    } else if (this.pinned) {
      this.toEnd();
    } else {
      this.#lastTop = this.#view.top();
      this.#tell();
    }
  }

  /** Goes to the end and stays there: a message was sent, or the button was pressed. */
  toEnd(): void {
    this.pinned = true;
    if (this.#left() > 0) {
      this.#view.scrollTo(this.#view.contentHeight() - this.#view.viewHeight());
    }
    this.#lastTop = this.#view.top();
    this.#tell();
  }

  /** Goes to the end once more, when the message that is being sent is there, and stays where its answer begins. */
  toNewMessage(): void {
    this.#before = this.#view.contentHeight();
    this.toEnd();
  }

  /** Brings something into the middle, and stays there: somebody looks for it. */
  toElement(element: Pick<Element, 'scrollIntoView'>): void {
    this.pinned = false;
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    this.#lastTop = this.#view.top();
    this.#tell();
  }

  /** What is above was made taller by `by` pixels: what is seen stays in place. */
  grewAbove(by: number): void {
    if (Math.abs(by) >= 1) {
      this.#view.scrollTo(this.#view.top() + by);
      this.#lastTop = this.#view.top();
    }
  }

  #left(): number {
    return this.#view.contentHeight() - this.#view.viewHeight() - this.#view.top();
  }

  #tell(): void {
    const away = !this.pinned && this.#left() > NEAR;
    if (away !== this.away) {
      this.away = away;
      this.#onChange(away);
    }
  }
}
