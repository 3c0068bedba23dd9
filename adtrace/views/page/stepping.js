// Moves through a page. Everything shown says from which position on it is there (data-from), until when (data-until)
// and at which positions it is the current one (data-at); this script knows nothing else, and holds no data.
"use strict";

const PACE = 1300, FLIGHT = 550;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const numbers = (text) => (text ? text.split(" ").map(Number) : []);

class Stepper {
  constructor(root) {
    this.root = root;
    this.frames = [...root.querySelectorAll(".frame")];
    this.timed = [...root.querySelectorAll("[data-from], [data-at]")];
    this.explanations = [...root.querySelectorAll(".explanation")];
    this.slider = root.querySelector(".slider");
    this.controls = root.querySelector(".controls");
    this.place = 0;
    this.timer = 0;
    this.asked = null;
    this.fit(root.querySelector(".drawing"));
    this.listen();
    this.show(0);
  }

  // As wide as there is room, but never so small that it cannot be read: then it scrolls.
  fit(drawing) {
    const width = drawing.width.baseVal.value;
    drawing.removeAttribute("height");
    Object.assign(drawing.style, { width: "100%", maxWidth: `${width}px`, minWidth: `${width * 0.66}px` });
  }

  listen() {
    const button = (name, act) => this.root.querySelector(`.${name}`).addEventListener("click", act);
    button("back", () => this.go(this.place - 1));
    button("on", () => this.go(this.place + 1));
    button("play", () => (this.timer ? this.pause() : this.play()));
    for (const close of this.root.querySelectorAll(".close")) close.addEventListener("click", () => this.close());
    this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
    for (const row of this.root.querySelectorAll("tr[data-at]")) {
      row.addEventListener("click", () => this.ask(row.dataset.node, numbers(row.dataset.at).at(-1)));
    }
    for (const card of this.root.querySelectorAll("[data-part=card]")) {
      card.setAttribute("tabindex", "0");
      card.setAttribute("role", "button");
      card.setAttribute("aria-label", card.querySelector("title").textContent);
      const act = () => this.ask(card.dataset.node, this.nearest(numbers(card.dataset.at)));
      card.addEventListener("click", act);
      card.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          event.stopPropagation();
          act();
        }
      });
    }
    this.root.addEventListener("pointerdown", () => { Stepper.active = this; });
    this.root.addEventListener("focusin", () => { Stepper.active = this; });
  }

  // Of a node's positions the last one in the sweep that is shown, else the last one.
  nearest(places) {
    const phase = this.frames[this.place].dataset.phase;
    return places.findLast((place) => this.frames[place].dataset.phase === phase) ?? places.at(-1);
  }

  ask(node, place) {
    this.asked = node;
    this.go(place ?? this.place, node);
  }

  close() {
    this.asked = null;
    this.show(this.place);
  }

  // Go to a position; an open explanation follows, `node` names whose it shall be.
  go(place, node) {
    this.pause();
    this.move(place, node);
  }

  move(place, node) {
    const before = this.place;
    this.place = Math.max(0, Math.min(place, this.frames.length - 1));
    if (this.asked !== null) this.asked = node ?? this.frames[this.place].dataset.node;
    this.show(before);
  }

  show(before) {
    const here = this.frames[this.place], count = this.frames.length;
    this.root.dataset.phase = here.dataset.phase;
    this.frames.forEach((frame, place) => frame.classList.toggle("now", place === this.place));
    for (const element of this.timed) {
      const { from, until, at } = element.dataset;
      element.classList.toggle("waiting", from !== undefined && Number(from) > this.place);
      element.classList.toggle("over", until !== undefined && Number(until) <= this.place);
      const now = numbers(at).includes(this.place);
      element.classList.toggle("now", now);
      if (element.tagName === "TR") element.toggleAttribute("aria-current", now);
    }
    this.explanations.forEach((each) => { each.hidden = each.dataset.node !== this.asked; });
    this.root.classList.toggle("explaining", this.asked !== null);
    this.slider.value = this.place;
    this.slider.setAttribute("aria-valuetext", here.innerText);
    this.root.querySelector(".count").textContent = `${this.place + 1} / ${count}`;
    this.root.querySelector(".status").textContent = this.spoken(here);
    this.root.querySelector(".back").disabled = this.place === 0;
    this.root.querySelector(".on").disabled = this.place === count - 1;
    this.reveal();
    if (this.place === before + 1) this.fly();
  }

  spoken(frame) {
    return [...frame.children].map((line) => line.textContent.trim()).join("; ");
  }

  // Scroll the frames around what is current, and never the page.
  reveal() {
    const behavior = still.matches ? "auto" : "smooth";
    const row = [...this.root.querySelectorAll("tr.now")].at(-1), card = this.root.querySelector("[data-part=card].now");
    for (const element of [row, card].filter(Boolean)) {
      const frame = element.closest(".table, .stage"), box = element.getBoundingClientRect();
      const around = frame.getBoundingClientRect();
      const top = box.top - around.top - (frame.clientHeight - box.height) / 2;
      const left = box.left - around.left - (frame.clientWidth - box.width) / 2;
      const inside = box.top >= around.top + 40 && box.bottom <= around.bottom;
      const beside = element === row || (box.left >= around.left && box.right <= around.right);
      frame.scrollBy({ top: inside ? 0 : top, left: beside ? 0 : left, behavior });
    }
  }

  // What travels along the current edges: with them in the forward sweep, against them in the reverse one.
  fly() {
    this.root.querySelectorAll(".pulse").forEach((pulse) => pulse.remove());
    if (still.matches) return;
    const back = this.root.dataset.phase === "reverse";
    for (const edge of this.root.querySelectorAll("[data-part=edge].now")) {
      const path = edge.querySelector("path"), length = path.getTotalLength();
      const pulse = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      pulse.setAttribute("class", "pulse");
      pulse.setAttribute("r", "5");
      path.ownerSVGElement.append(pulse);
      const began = performance.now();
      const step = (time) => {
        const part = Math.min(Math.max((time - began) / FLIGHT, 0), 1);
        const point = path.getPointAtLength(length * (back ? 1 - part : part));
        pulse.setAttribute("cx", point.x);
        pulse.setAttribute("cy", point.y);
        if (part < 1 && pulse.isConnected) requestAnimationFrame(step);
        else pulse.remove();
      };
      step(began);
    }
  }

  play() {
    if (this.place === this.frames.length - 1) this.move(0);
    this.timer = setInterval(() => {
      this.move(this.place + 1);
      if (this.place === this.frames.length - 1) this.pause();
    }, PACE);
    this.label(this.controls.dataset.pause, "\u275a\u275a");
  }

  pause() {
    clearInterval(this.timer);
    this.timer = 0;
    this.label(this.controls.dataset.play, "\u25b6");
  }

  label(word, sign) {
    const button = this.root.querySelector(".play");
    button.textContent = `${sign} ${word}`;
    button.setAttribute("aria-label", word);
  }

  key(event) {
    const moves = { ArrowLeft: this.place - 1, ArrowRight: this.place + 1, Home: 0, End: this.frames.length - 1 };
    if (event.key in moves) this.go(moves[event.key]);
    else if (event.key === " " && !event.target.closest("button, summary")) this.timer ? this.pause() : this.play();
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }
}

document.documentElement.classList.add("stepping");
const steppers = [...document.querySelectorAll(".stepper")].map((root) => new Stepper(root));
Stepper.active = steppers[0];
document.addEventListener("keydown", (event) => {
  if (!event.ctrlKey && !event.metaKey && !event.altKey) Stepper.active.key(event);
});
