# Sets the keys of one JSON object in another and leaves every other byte of it alone.
#   first file    the object whose keys are set; a null removes the key (RFC 7396, top level only). No variable: it may hold a secret
#   second file   the object to change; nothing at all counts as {}
# Prints the result. Exit status 3: nothing had to change; 2: the input is no JSON object, and the place is on standard error.
# Plain POSIX awk: hosts have no jq, and python3 is not everywhere.

function fail(what,   line, i, column) {
  line = 1; column = 1
  for (i = 1; i < pos; i++)
    if (substr(s, i, 1) == "\n") { line++; column = 1 } else column++
  printf "%s:%d:%d: %s\n", source, line, column, what > "/dev/stderr"
  failed = 1
  exit 2
}

function blank() { while (substr(s, pos, 1) ~ /[ \t\r\n]/ && pos <= len) pos++ }

function text(   c) {
  pos++
  while (pos <= len) {
    c = substr(s, pos, 1)
    if (c == "\"") { pos++; return }
    if (c == "\\") {
      c = substr(s, pos + 1, 1)
      if (c == "u") {
        if (substr(s, pos + 2, 4) !~ /^[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]$/) fail("\\u needs four hex digits")
        pos += 6
      } else if (index("\"\\/bfnrt", c)) pos += 2
      else fail("unknown escape in a string")
    } else if (c == "\n" || c == "\t") fail("a string ends before its closing quote")
    else pos++
  }
  fail("a string ends before its closing quote")
}

function value(depth,   c, rest) {
  if (depth > 64) fail("nested too deeply")
  c = substr(s, pos, 1)
  if (c == "{") members(depth)
  else if (c == "[") elements(depth)
  else if (c == "\"") text()
  else {
    rest = substr(s, pos, 64)
    if (match(rest, /^(true|false|null)/) || match(rest, /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/)) pos += RLENGTH
    else fail(pos > len ? "the text ends too early" : "a value was expected here")
  }
}

function elements(depth) {
  pos++; blank()
  if (substr(s, pos, 1) == "]") { pos++; return }
  while (1) {
    blank(); value(depth + 1); blank()
    if (substr(s, pos, 1) == ",") pos++
    else if (substr(s, pos, 1) == "]") { pos++; return }
    else fail("',' or ']' was expected here")
  }
}

# At depth 0 the members' places are kept: key n stands at key_at[n], its value from value_at[n] to value_end[n].
function members(depth,   from, n) {
  pos++; blank()
  if (substr(s, pos, 1) == "}") { if (depth == 0) close_at = pos; pos++; return }
  while (1) {
    blank()
    if (substr(s, pos, 1) != "\"") fail("a key in double quotes was expected here")
    from = pos; text()
    if (depth == 0) { n = ++count; key_at[n] = from; key[n] = substr(s, from, pos - from) }
    blank()
    if (substr(s, pos, 1) != ":") fail("':' was expected here")
    pos++; blank()
    if (depth == 0) value_at[n] = pos
    value(depth + 1)
    if (depth == 0) value_end[n] = pos - 1
    blank()
    if (substr(s, pos, 1) == ",") pos++
    else if (substr(s, pos, 1) == "}") { if (depth == 0) close_at = pos; pos++; return }
    else fail("',' or '}' was expected here")
  }
}

function object(name, content) {
  source = name; s = content; len = length(s); pos = 1; count = 0
  blank()
  if (substr(s, pos, 1) != "{") fail("a JSON object was expected here")
  members(0)
  blank()
  if (pos <= len) fail("something follows the object")
}

# A value without the blanks that mean nothing, so that two ways of writing the same compare equal.
function compact(raw,   i, c, out, quoted) {
  for (i = 1; i <= length(raw); i++) {
    c = substr(raw, i, 1)
    if (quoted && c == "\\") { out = out c substr(raw, ++i, 1); continue }
    if (c == "\"") quoted = !quoted
    if (quoted || c !~ /[ \t\r\n]/) out = out c
  }
  return out
}

function cut(from, to, by) { edits++; s = substr(s, 1, from - 1) by substr(s, to + 1) }

function remove(n,   from, to) {
  if (n > 1) { from = value_end[n - 1] + 1; to = value_end[n] }
  else if (count > 1) { from = key_at[1]; to = key_at[2] - 1 }
  else { from = key_at[1]; to = value_end[1] }
  cut(from, to, "")
}

function add(name, raw,   lead, before) {
  if (count == 0) { cut(close_at, close_at, "\n  " name ": " raw "\n}"); return }
  before = substr(s, 1, key_at[1] - 1)
  lead = match(before, /[ \t\r\n]*$/) ? substr(before, RSTART) : ""
  cut(value_end[count] + 1, value_end[count], "," (lead == "" ? " " : lead) name ": " raw)
}

NR == FNR { patch = patch $0 "\n"; next }

{ input = input $0 "\n" }

END {
  if (failed) exit 2
  object("the keys to set", patch)
  wanted = count
  for (n = 1; n <= wanted; n++) { want_key[n] = key[n]; want[n] = substr(s, value_at[n], value_end[n] - value_at[n] + 1) }
  if (input ~ /^[ \t\r\n]*$/) input = "{}\n"
  s = input
  name = ENVIRON["OVSW_SOURCE"]
  for (w = 1; w <= wanted; w++) {
    object(name, s)
    found = 0
    for (n = count; n >= 1; n--)
      if (key[n] == want_key[w]) {
        found = 1
        if (compact(want[w]) == "null") remove(n)
        else if (compact(substr(s, value_at[n], value_end[n] - value_at[n] + 1)) != compact(want[w])) cut(value_at[n], value_end[n], want[w])
      }
    if (!found && compact(want[w]) != "null") add(want_key[w], want[w])
  }
  object(name, s)
  printf "%s", s
  if (!edits) exit 3
}
