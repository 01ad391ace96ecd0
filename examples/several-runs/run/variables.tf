variable "pair" {
  description = "Key of a pair in pairs.yaml."
  type        = string

  validation {
    condition     = contains(keys(local.estate.pairs), var.pair)
    error_message = "The pairs in pairs.yaml are ${join(", ", keys(local.estate.pairs))}."
  }
}

variable "write_share" {
  description = "Part of Graph's quota of writes that this run may use: 1 divided by the number of runs at the same time."
  type        = number
  default     = 1
}
