-- Numbers and words of a complaint go when the period in the comment of its table is over; what
-- was sealed stays, and holds a salted digest of them.
grant update (number_called, number_shown, shown_as_written, caller_said, told, text, original)
    on intake.complaint to leumund_app;
