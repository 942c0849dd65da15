<footer>House</footer>
