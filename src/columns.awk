# Lines of C# over 120 columns, told as the build tells errors. A text that begins before column 121 may run on:
# it is a key of the catalogue, and stays whole. What stands in a raw string literal stays as it is.
FNR == 1 { raw = 0 }
{
  line = $0
  # Bytes that continue a character of UTF-8.
  gsub(/[\200-\277]/, "", line)
  within = raw
  if (gsub(/"""+/, "&", line) % 2) raw = !raw
  if (length(line) > 120 && !within && !runs_on(line))
    printf "%s(%d,121): error OVSW0120: the line has %d columns; break it before 121\n", FILENAME, FNR, length(line)
}

# Whether the line ends in a literal that begins before column 121.
function runs_on(line,    at, character, mode, from) {
  sub(/[])},; ]+$/, "", line)
  if (line !~ /"$/) return 0
  # mode: a letter for each thing that is open: c(ode in braces), s(tring), v(erbatim); upper case where it has holes.
  for (at = 1; at <= length(line); at++) {
    character = substr(line, at, 1)
    if (mode ~ /^$|c$/) {
      if (substr(line, at, 3) == "\"\"\"") {
        if (mode == "") from = at
        at += index(substr(line, at + 3), "\"\"\"") + 4
      } else if (character == "\"") {
        if (mode == "") from = at
        mode = mode kind(substr(line, 1, at - 1))
      } else if (character == "'") at += substr(line, at + 1, 1) == "\\" ? 3 : 2
      else if (mode != "" && character == "{") mode = mode "c"
      else if (mode != "" && character == "}") mode = substr(mode, 1, length(mode) - 1)
      else if (mode == "" && substr(line, at, 2) == "//") return 0
    } else if (character == "\\" && mode ~ /[sS]$/) at++
    else if (character == "\"" && mode ~ /[vV]$/ && substr(line, at + 1, 1) == "\"") at++
    else if (character == "\"") mode = substr(mode, 1, length(mode) - 1)
    else if (character == "{" && mode ~ /[SV]$/ && substr(line, at + 1, 1) == "{") at++
    else if (character == "{" && mode ~ /[SV]$/) mode = mode "c"
  }
  return from <= 120
}

# The kind of string that begins after this.
function kind(before) {
  return before ~ /(\$@|@\$)$/ ? "V" : before ~ /@$/ ? "v" : before ~ /\$$/ ? "S" : "s"
}
