// Keeps what is being typed: a pause of a moment sends the text to the program, which stores it as a draft.
export default function ({ parentElement, data, setTriggerValue }) {
  const clock = parentElement.querySelector(".clock");
  const began = Date.now() - 1000 * data.seconds;
  const tick = () => {
    const passed = Math.max(0, Math.floor((Date.now() - began) / 1000));
    clock.textContent = `${Math.floor(passed / 60)}:${String(passed % 60).padStart(2, "0")}`;
  };
  if (data.timed) tick();
  const ticking = data.timed ? setInterval(tick, 1000) : 0;

  let pause = 0;
  let unsent = null;
  const send = () => {
    clearTimeout(pause);
    if (unsent !== null) setTriggerValue("typed", unsent);
    unsent = null;
  };
  const onInput = (event) => {
    if (!event.target.closest?.(`.st-key-${data.box}`)) return;
    unsent = event.target.value;
    clearTimeout(pause);
    pause = setTimeout(send, 800);
  };
  document.addEventListener("input", onInput, true);
  // What was typed before this began to listen: the box is there a moment earlier.
  const field = document.querySelector(`.st-key-${data.box} textarea`);
  if (field && field === document.activeElement && field.value) {
    unsent = field.value;
    pause = setTimeout(send, 800);
  }
  return () => {
    send();
    clearInterval(ticking);
    document.removeEventListener("input", onInput, true);
  };
}
